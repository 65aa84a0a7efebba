DROP TABLE link_blocks;
