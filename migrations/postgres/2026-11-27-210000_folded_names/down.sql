DROP INDEX actor_aliases_by_folded;
ALTER TABLE actor_aliases DROP COLUMN folded;
DROP INDEX actors_by_country;
DROP INDEX actors_by_folded;
ALTER TABLE actors DROP COLUMN folded;
