-- The links of a stretch of event numbers as compressed columns, without their words, so that a
-- graph of millions is read in a second. Derived from links: whoever writes one takes out its block,
-- and what has no block is read from its rows.
CREATE TABLE link_blocks (
    block BIGINT NOT NULL,
    part BIGINT NOT NULL,
    size BIGINT NOT NULL,
    from_ids BYTEA NOT NULL,
    to_ids BYTEA NOT NULL,
    stamps BYTEA NOT NULL,
    PRIMARY KEY (block, part)
);
