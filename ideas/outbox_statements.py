"""The statements of `ideas.outbox`: each writes the next live version, the event and its deliveries at once."""

from typing import Final

RETURNING_TALLY: Final = """
    returning tally.idea_id, tally.live_version, tally.content_version, tally.vote_count, tally.department_count,
              tally.comment_count, tally.heat, tally.takes_votes, idea.ref, idea.stage, idea.visibility
"""
BUMP: Final = f"""
    update ideas_ideatally as tally
    set live_version = live_version + 1,
        content_version = case when %(by_figures)s then content_version else live_version + 1 end
    from ideas_idea as idea where idea.id = tally.idea_id and tally.idea_id = %(idea)s
    {RETURNING_TALLY}
"""  # noqa: S608 # nosec B608 - joined from constants
TELL: Final = """
    told as (
        insert into event (event_id, type, schema_version, idea_id, idea_version, actor_id, request_id, payload, dedupe_key)
        select %(event_uuid)s::uuid, %(type)s, %(schema)s, %(idea)s::bigint, (select live_version from counted),
               %(actor)s::bigint, %(request)s::uuid, %(payload)s::jsonb, %(dedupe_key)s::text
        {condition}
        returning id),
    due as (
        insert into delivery (event_id, consumer, target_id, state, attempts, due_at)
        select told.id, wanted.consumer, 0, 'pending', 0, coalesce(wanted.due_at, clock_timestamp())
        from told cross join unnest(%(consumers)s::text[], %(due_at)s::timestamptz[]) as wanted (consumer, due_at)
        returning id, consumer)
    select (select id from told), (select json_agg(json_build_array(id, consumer) order by id) from due),
           counted.* from (select) as once left join counted on true
"""
RECORD: Final = f"with counted as ({BUMP}), {TELL.format(condition='')}"
RECORD_COUNTED: Final = f"""
    with changed as ({{changed}}), counted as ({{counted}}),
    {TELL.format(condition="where exists (select 1 from changed)")}
"""  # noqa: S608 # nosec B608 - joined from constants
RECORD_ALL: Final = """
    with given as (
        select * from unnest(%(event_uuids)s::uuid[], %(types)s::text[], %(ideas)s::bigint[], %(actors)s::bigint[],
                             %(payloads)s::text[], %(dedupe_keys)s::text[], %(by_figures)s::boolean[], %(requests)s::uuid[])
            with ordinality as one (event_uuid, type, idea_id, actor_id, payload, dedupe_key, by_figures, request_id, place)),
    counted as (
        update ideas_ideatally as tally
        set live_version = tally.live_version + asked.number,
            content_version = case when asked.by_figures then tally.content_version
                                   else tally.live_version + asked.number end
        from (select idea_id, count(*)::int as number, bool_and(by_figures) as by_figures from given group by idea_id) as asked
             join ideas_idea as idea on idea.id = asked.idea_id
        where tally.idea_id = asked.idea_id
        returning tally.idea_id, tally.live_version, tally.content_version, tally.vote_count, tally.department_count,
                  tally.comment_count, tally.heat, tally.takes_votes, idea.ref, idea.stage, idea.visibility, asked.number),
    told as (
        insert into event (event_id, type, schema_version, idea_id, idea_version, actor_id, request_id, payload, dedupe_key)
        select given.event_uuid, given.type, %(schema)s, given.idea_id,
               counted.live_version - counted.number
                   + row_number() over (partition by given.idea_id order by given.place),
               given.actor_id, given.request_id, given.payload::jsonb, given.dedupe_key
        from given left join counted on counted.idea_id = given.idea_id order by given.place
        returning id, event_id),
    due as (
        insert into delivery (event_id, consumer, target_id, state, attempts)
        select told.id, wanted.consumer, 0, 'pending', 0
        from told join unnest(%(wanted_by)s::uuid[], %(consumers)s::text[]) as wanted (event_uuid, consumer)
            on wanted.event_uuid = told.event_id order by told.id
        returning id, consumer)
    select (select json_agg(json_build_array(id, consumer) order by id) from due),
           (select json_agg(json_build_array(idea_id, live_version, content_version, vote_count, department_count, comment_count, heat,
                                             takes_votes, ref, stage, visibility) order by idea_id) from counted)
"""
DELIVER: Final = """
    insert into delivery (event_id, consumer, target_id, state, attempts, due_at)
    select wanted.event_id, wanted.consumer, wanted.target_id, 'pending', 0, coalesce(wanted.due_at, clock_timestamp())
    from unnest(%s::bigint[], %s::text[], %s::bigint[], %s::timestamptz[]) with ordinality
        as wanted (event_id, consumer, target_id, due_at, place) order by wanted.place
    on conflict (event_id, consumer, target_id) do nothing
    returning id, consumer, due_at <= clock_timestamp()
"""
