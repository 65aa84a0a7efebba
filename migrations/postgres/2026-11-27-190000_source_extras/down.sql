ALTER TABLE sources DROP COLUMN extras;
