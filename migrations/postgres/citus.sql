-- Distributes the tables over a Citus cluster: run once, after annalist has made them. The small
-- tables go to every node; events and what hangs on them are split by the event's number, links by
-- the event that they go from, uids by themselves.
SELECT create_reference_table('changes');
SELECT create_reference_table('imports');
SELECT create_reference_table('revisions');
SELECT create_reference_table('places');
SELECT create_reference_table('actors');
SELECT create_reference_table('actor_aliases');
SELECT create_reference_table('memberships');
SELECT create_reference_table('sources');
SELECT create_distributed_table('event_uids', 'uid');
SELECT create_distributed_table('events', 'id');
SELECT create_distributed_table('participations', 'event_id', colocate_with => 'events');
SELECT create_distributed_table('citations', 'event_id', colocate_with => 'events');
SELECT create_distributed_table('event_tags', 'event_id', colocate_with => 'events');
SELECT create_distributed_table('event_texts', 'event_id', colocate_with => 'events');
SELECT create_distributed_table('links', 'from_id', colocate_with => 'events');
