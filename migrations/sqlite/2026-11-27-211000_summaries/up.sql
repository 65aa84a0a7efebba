-- How many events there are of each kind, in each country and between each two countries, month by
-- month, so that counts of millions need no look at the events. Derived from the segments: a change
-- counts the months anew that it touches. Without the row "whole" they are not to be trusted, as in a
-- database of before there were summaries.
CREATE TABLE summaries (
    what TEXT NOT NULL,
    key TEXT NOT NULL,
    month INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (what, key, month)
) STRICT, WITHOUT ROWID;
CREATE INDEX summaries_by_month ON summaries (what, month);
