-- The links of a stretch of event numbers as compressed columns, without their words, so that a
-- graph of millions is read in a second. Derived from links: whoever writes one takes out its block,
-- and what has no block is read from its rows.
CREATE TABLE link_blocks (
    block INTEGER NOT NULL,
    part INTEGER NOT NULL,
    size INTEGER NOT NULL,
    from_ids BLOB NOT NULL,
    to_ids BLOB NOT NULL,
    stamps BLOB NOT NULL,
    PRIMARY KEY (block, part)
) STRICT;
