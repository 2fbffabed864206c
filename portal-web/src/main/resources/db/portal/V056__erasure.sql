-- Erasure of a tenant: asked for, waited for, done, with a receipt. A row outlives its tenant, so it refers to nothing; its slug is
-- never given to anybody else. What is deleted is deleted by functions of the owner, and only while a row here says that it runs.

create table tenant_erasure (
    id            uuid primary key,
    tenant_id     uuid        not null,
    slug          text        not null,
    status        text        not null check (status in ('waiting', 'cancelled', 'running', 'done')),
    asked_at      timestamptz not null,
    asked_by_kind text        not null check (asked_by_kind in ('owner', 'operator')),
    asked_by      text        not null check (length(asked_by) <= 255),
    due_at        timestamptz not null,
    started_at    timestamptz,
    finished_at   timestamptz,
    -- JSON; what is done so far, so that a portal that takes over goes on from there
    progress      text,
    -- to the byte as it was signed
    receipt       text,
    -- owners who have yet to get the receipt
    language      text        check (language in ('en', 'de')),
    mail_to       text[]      not null default '{}',
    check ((status = 'done') = (receipt is not null and finished_at is not null))
);
create unique index tenant_erasure_once on tenant_erasure (tenant_id) where status <> 'cancelled';
create index tenant_erasure_slug on tenant_erasure (slug) where status = 'done';
create index tenant_erasure_finished on tenant_erasure (finished_at) where status = 'done';

alter table tenant_erasure enable row level security;
alter table tenant_erasure force row level security;
-- a tenant asks and takes back; the rest is the operator's
create policy tenant on tenant_erasure using (tenant_id = current_tenant())
    with check (tenant_id = current_tenant() and status in ('waiting', 'cancelled'));
create policy operator on tenant_erasure to tallygate_operator using (true) with check (true);
create policy looked_up on tenant_erasure for select to tallygate_owner using (true);
grant select, insert, update (status, due_at) on tenant_erasure to tallygate_app;
grant select, update (status, started_at, finished_at, progress, receipt, language, mail_to) on tenant_erasure to tallygate_operator;

-- the slug of a tenant that is no more is taken for ever
create function refuse_erased_slug() returns trigger
    language plpgsql security definer set search_path = portal, pg_temp as $$
begin
    if exists (select from tenant_erasure e where e.slug = new.slug and e.status = 'done') then
        raise exception 'this slug was a tenant''s that is no more' using errcode = 'unique_violation';
    end if;
    return new;
end
$$;
create trigger tenant_slug_is_free before insert on tenant for each row execute function refuse_erased_slug();

create function is_erasing(erased uuid) returns boolean
    language sql stable security definer set search_path = portal, pg_temp as $$
    select erased = current_tenant() and exists (select from tenant_erasure e where e.tenant_id = erased and e.status = 'running')
$$;
create policy erasing on audit_event for delete to tallygate_owner using (is_erasing(tenant_id));

-- Which rows of a table are this transaction's tenant's, as a condition. The work that erases does not delete itself.
create function erasing_condition(of_schema text, of_table text) returns text
    language plpgsql stable as $$
begin
    if is_erasing(current_tenant()) is not true then
        raise exception 'no erasure of this tenant is running' using errcode = 'insufficient_privilege';
    end if;
    return case of_schema || '.' || of_table
        when 'portal.tenant' then 'id = current_tenant()'
        when 'portal.scheduled_task' then 'tenant_id = current_tenant() and not (task_name = ''erase'' and picked)'
        else 'tenant_id = current_tenant()' end;
end
$$;

-- The primary keys of those rows, a tab between the columns of one, in the order of their bytes.
create function erasing_keys(of_schema text, of_table text) returns setof text
    language plpgsql security definer set search_path = portal, pg_temp as $$
declare
    key text;
begin
    select string_agg(format('%I::text', a.attname), ' || E''\t'' || ' order by array_position(i.indkey::int2[], a.attnum)) into key
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
    where i.indrelid = format('%I.%I', of_schema, of_table)::regclass and i.indisprimary;
    return query execute format('select %s from %I.%I r where %s order by (%1$s) collate "C"',
        coalesce(key, 'to_jsonb(r)::text'), of_schema, of_table, erasing_condition(of_schema, of_table));
end
$$;

create function erase_rows(of_schema text, of_table text) returns bigint
    language plpgsql security definer set search_path = portal, pg_temp as $$
declare
    gone bigint;
begin
    execute format('delete from %I.%I where %s', of_schema, of_table, erasing_condition(of_schema, of_table));
    get diagnostics gone = row_count;
    return gone;
end
$$;

-- Gateways forget all of the tenant; what stays of it are tombstones, until each gateway had time to hear of them.
create function erase_gateway_entities() returns void
    language plpgsql security definer set search_path = portal, pg_temp as $$
begin
    perform erasing_condition('portal', 'gateway_change');
    perform write_gateway_changes(current_tenant(), coalesce((
        select jsonb_agg(jsonb_build_object('kind', c.kind, 'id', c.entity_id, 'value', null)) from gateway_change c
        where c.tenant_id = current_tenant() and not c.deleted), '[]'));
end
$$;

-- Nobody may write the tenant's tables while they are emptied: every new row needs the tenant's.
create function hold_erased_tenant() returns table (country text, owners text[], organization text, records bigint, head_sha256 text)
    language plpgsql security definer set search_path = portal, pg_temp as $$
begin
    perform erasing_condition('portal', 'tenant');
    perform from tenant t where t.id = current_tenant() for update;
    perform from audit_chain c where c.tenant_id = current_tenant() for update;
    return query select
        (select t.country from tenant t where t.id = current_tenant()),
        (select coalesce(array_agg(m.email order by m.email), '{}') from member m where m.tenant_id = current_tenant() and m.role = 'owner'),
        (select o.organization from tenant_organization o where o.tenant_id = current_tenant()),
        (select c.number from audit_chain c where c.tenant_id = current_tenant()),
        (select c.sha256 from audit_chain c where c.tenant_id = current_tenant());
end
$$;

revoke all on function erasing_condition, erasing_keys, erase_rows, erase_gateway_entities, hold_erased_tenant from public;
grant execute on function erasing_keys, erase_rows, erase_gateway_entities, hold_erased_tenant to tallygate_operator;
