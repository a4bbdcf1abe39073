-- +goose Up

-- Whoever holds a document finds it by the number printed on it. The index reads
-- the body, so that there is nothing beside it that could say otherwise.
CREATE INDEX parts_document_number ON parts (json_extract(body, '$.number')) WHERE entity = 'document';

-- +goose Down
DROP INDEX parts_document_number;
