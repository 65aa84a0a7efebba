-- Distributes the tables over a Citus cluster: run once, after annalist has made them. The small
-- tables go to every node; events are split by their segment, links by the event that they go from.
SELECT create_reference_table('changes');
SELECT create_reference_table('imports');
SELECT create_reference_table('revisions');
SELECT create_reference_table('actors');
SELECT create_reference_table('actor_aliases');
SELECT create_reference_table('memberships');
SELECT create_reference_table('sources');
SELECT create_reference_table('source_imports');
SELECT create_reference_table('repeats');
SELECT create_reference_table('summaries');
SELECT create_distributed_table('segments', 'id');
SELECT create_distributed_table('segment_columns', 'segment_id', colocate_with => 'segments');
SELECT create_distributed_table('segment_pages', 'segment_id', colocate_with => 'segments');
SELECT create_distributed_table('links', 'from_id');
SELECT create_distributed_table('stories', 'id', colocate_with => 'segments');
SELECT create_distributed_table('story_events', 'story_id', colocate_with => 'segments');
SELECT create_distributed_table('link_blocks', 'block');
SELECT create_reference_table('saved_queries');
SELECT create_distributed_table('notes', 'event_id');
