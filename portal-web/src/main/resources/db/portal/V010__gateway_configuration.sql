-- What gateways must know: the current value of every configured entity, numbered by its last change, per gateway group.

create table gateway_group (
    id                 uuid primary key default uuidv7(),
    name               text not null unique check (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    revision           bigint not null default 0,
    -- tombstones up to here are gone: a reader that has less gets a snapshot
    forgotten_revision bigint not null default 0,
    token_sha256       text unique check (token_sha256 ~ '^[0-9a-f]{64}$'),
    created_at         timestamptz not null default now()
);

create table gateway_change (
    group_id   uuid not null references gateway_group (id),
    kind       text not null check (kind in ('upstream', 'route', 'credential', 'subscription', 'plan-version')),
    entity_id  uuid not null,
    tenant_id  uuid not null,
    revision   bigint not null,
    value      jsonb,
    deleted    boolean not null default false,
    changed_at timestamptz not null default now(),
    primary key (group_id, kind, entity_id),
    check (deleted = (value is null))
);
create unique index gateway_change_revision on gateway_change (group_id, revision);
create index gateway_change_tombstones on gateway_change (changed_at) where deleted;

create table gateway_instance (
    group_id    uuid not null references gateway_group (id),
    instance    text not null,
    revision    bigint not null,
    started_at  timestamptz not null,
    version     text not null,
    reported_at timestamptz not null,
    primary key (group_id, instance)
);

insert into gateway_group (name) values ('shared');

-- a tenant's transaction sees its own changes; the feed sees all, and may take old tombstones away
alter table gateway_change enable row level security;
alter table gateway_change force row level security;
create policy tenant on gateway_change
    using (tenant_id = nullif(current_setting('tallygate.tenant', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('tallygate.tenant', true), '')::uuid);
create policy feed_reads on gateway_change for select to tallygate_feed using (true);
create policy feed_forgets on gateway_change for delete to tallygate_feed using (deleted);

-- groups and instances belong to no tenant; tenants' transactions have no grant on them
alter table gateway_group enable row level security;
alter table gateway_group force row level security;
create policy staff on gateway_group to tallygate_owner, tallygate_feed, tallygate_operator using (true) with check (true);
alter table gateway_instance enable row level security;
alter table gateway_instance force row level security;
create policy staff on gateway_instance to tallygate_owner, tallygate_feed, tallygate_operator using (true) with check (true);

grant select, delete on gateway_change to tallygate_feed;
grant select, update (forgotten_revision) on gateway_group to tallygate_feed;
grant select, insert, update, delete on gateway_instance to tallygate_feed;
grant select, insert, update (name, token_sha256) on gateway_group to tallygate_operator;
grant select on gateway_instance to tallygate_operator;

-- Numbers the changes of one tenant's transaction and announces them when it commits. Runs as the tables' owner, so that a tenant's
-- role can move the revision of the shared group and yet read nothing of it; the row policy above still binds it to the
-- transaction's tenant. The group's row is locked until the commit: revisions become visible in their order, and a reader
-- that has seen one will never be shown a lower one.
-- changes: [{"kind": …, "id": …, "value": {…} or null}]; null deletes. What changes nothing gets no number.
create function write_gateway_changes(tenant uuid, changes jsonb) returns bigint
    language plpgsql security definer set search_path = portal, pg_temp as $$
declare
    target  uuid;
    newest  bigint;
    before  bigint;
    change  record;
begin
    if tenant is distinct from nullif(current_setting('tallygate.tenant', true), '')::uuid then
        raise exception 'gateway changes of tenant % in a transaction of another', tenant using errcode = 'insufficient_privilege';
    end if;
    select id, revision into strict target, before from gateway_group where name = 'shared' for update;
    newest := before;
    for change in
        select item ->> 'kind' as kind, (item ->> 'id')::uuid as id, nullif(item -> 'value', 'null'::jsonb) as value
        from jsonb_array_elements(changes) with ordinality as list (item, place) order by place
    loop
        if change.value is null then
            update gateway_change set deleted = true, value = null, revision = newest + 1, changed_at = now()
            where group_id = target and kind = change.kind and entity_id = change.id and not deleted;
        else
            insert into gateway_change as c (group_id, kind, entity_id, tenant_id, revision, value)
            values (target, change.kind, change.id, tenant, newest + 1, change.value)
            on conflict (group_id, kind, entity_id) do update
            set deleted = false, value = excluded.value, revision = excluded.revision, changed_at = now()
            where c.value is distinct from excluded.value;
        end if;
        if found then
            newest := newest + 1;
        end if;
    end loop;
    if newest > before then
        update gateway_group set revision = newest where id = target;
        perform pg_notify('tallygate_gateway', target::text);
    end if;
    return newest;
end
$$;
revoke all on function write_gateway_changes(uuid, jsonb) from public;
grant execute on function write_gateway_changes(uuid, jsonb) to tallygate_app;
