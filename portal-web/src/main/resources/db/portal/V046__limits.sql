-- How much a tenant may have, how much it has, and how much it did in the current minute.

-- what the operator allows one tenant; without a row the installation's own number holds
create table tenant_limit (
    id        uuid primary key,
    tenant_id uuid        not null references tenant (id),
    name      text        not null check (name ~ '^[a-z]+(-[a-z]+)*$'),
    allowed   bigint      not null check (allowed >= 0),
    set_at    timestamptz not null,
    constraint tenant_limit_name unique (tenant_id, name)
);

-- kept by triggers, so that no way of writing goes uncounted; part of the writer's transaction
create table tenant_use (
    tenant_id uuid   not null references tenant (id),
    name      text   not null,
    used      bigint not null,
    primary key (tenant_id, name)
);

-- what is counted by the minute, across all portals; a crash may forget a minute
create unlogged table tenant_minute (
    tenant_id uuid        not null,
    name      text        not null,
    minute    timestamptz not null,
    used      bigint      not null,
    primary key (tenant_id, name)
);

do $$
declare
    owned text;
begin
    foreach owned in array array['tenant_limit', 'tenant_use', 'tenant_minute'] loop
        execute format('alter table %I enable row level security', owned);
        execute format('alter table %I force row level security', owned);
        execute format('create policy tenant on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', owned);
    end loop;
end
$$;
grant select, insert, update, delete on tenant_limit to tallygate_app;
grant select on tenant_use to tallygate_app;
grant select, delete on tenant_minute to tallygate_app;

-- calls are counted before anything is done for the tenant they are for
create policy directory on tenant_minute to tallygate_directory using (true) with check (true);
create policy directory on tenant_limit for select to tallygate_directory using (true);
grant select, insert, update on tenant_minute to tallygate_directory;
grant select (tenant_id, name, allowed) on tenant_limit to tallygate_directory;

-- Arguments: the limit's name, and which rows count.
create function count_use() returns trigger
    language plpgsql security definer set search_path = portal, pg_temp as $$
declare
    changes text := '';
begin
    if tg_op in ('INSERT', 'UPDATE') then
        changes := format('select tenant_id, 1 as n from arrived where %s', tg_argv[1]);
    end if;
    if tg_op = 'UPDATE' then
        changes := changes || ' union all ';
    end if;
    if tg_op in ('DELETE', 'UPDATE') then
        changes := changes || format('select tenant_id, -1 as n from gone where %s', tg_argv[1]);
    end if;
    execute format('insert into tenant_use as u (tenant_id, name, used)'
        ' select tenant_id, %L, sum(n) from (%s) as changed group by tenant_id having sum(n) <> 0'
        ' on conflict (tenant_id, name) do update set used = u.used + excluded.used', tg_argv[0], changes);
    return null;
end
$$;
revoke all on function count_use() from public;
create policy counting on tenant_use to tallygate_owner using (true) with check (true);

-- from now on, and what is there already
create function begin_counting(counted text, called text, condition text) returns void
    language plpgsql as $$
begin
    execute format('create trigger %I after insert on %I referencing new table as arrived'
        ' for each statement execute function count_use(%L, %L)',
        'count_' || called || '_arrived', counted, called, condition);
    execute format('create trigger %I after update on %I referencing new table as arrived old table as gone'
        ' for each statement execute function count_use(%L, %L)',
        'count_' || called || '_changed', counted, called, condition);
    execute format('create trigger %I after delete on %I referencing old table as gone'
        ' for each statement execute function count_use(%L, %L)',
        'count_' || called || '_gone', counted, called, condition);
    -- the owner is behind the wall as well, but for this moment
    execute format('alter table %I no force row level security', counted);
    execute format('insert into tenant_use (tenant_id, name, used) select tenant_id, %L, count(*) from %I where %s group by tenant_id',
        called, counted, condition);
    execute format('alter table %I force row level security', counted);
end
$$;
revoke all on function begin_counting(text, text, text) from public;

select begin_counting('api', 'apis', 'true');
select begin_counting('member', 'members', 'true');
select begin_counting('credential', 'credentials', 'revoked_at is null');
