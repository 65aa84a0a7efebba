-- Names in lower case, so that a name in a query is looked up by an index. The program fills them:
-- what is lower case is not the same to every database. One that is missing is of before this.
ALTER TABLE actors ADD COLUMN folded TEXT;
CREATE INDEX actors_by_folded ON actors (folded);
CREATE INDEX actors_by_country ON actors (country);
ALTER TABLE actor_aliases ADD COLUMN folded TEXT;
CREATE INDEX actor_aliases_by_folded ON actor_aliases (folded);
