-- What a document's file says of it beyond the columns, as a JSON object of texts.
ALTER TABLE sources ADD COLUMN extras TEXT;
