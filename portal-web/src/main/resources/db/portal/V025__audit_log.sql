-- The audit log: who changed what, from where, in which request. Each tenant has a chain of records, and the installation has one,
-- whose tenant is the nil UUID. Records are numbered without gaps, and each carries the hash of the one before. Nobody who signs in may
-- write these tables: records come in through record_audit_event alone, and nothing takes them away or changes them.

grant usage on schema portal to tallygate_audit;

-- the newest record of each chain; its row is what writers of one chain queue for
create table audit_chain (
    tenant_id uuid        primary key,
    number    bigint      not null default 0,
    at        timestamptz not null default to_timestamp(0),
    sha256    text        not null default repeat('0', 64)
);

-- no check constraints: the writing function and the portal say what goes in, and verification finds whatever else does
create table audit_event (
    tenant_id       uuid        not null,
    number          bigint      not null,
    at              timestamptz not null,
    id              uuid        not null,
    actor_kind      text        not null,
    actor           text        not null,
    actor_name      text        not null,
    token_id        text        not null,
    origin          text        not null,
    request_id      text        not null,
    action          text        not null,
    outcome         text        not null,
    reason          text        not null,
    -- what was touched: kind:id, a line each
    targets         text        not null,
    -- JSON, kept as text to the character
    changes         text        not null,
    -- made by the portal with a key that the database does not have
    seal            text        not null,
    previous_sha256 text        not null,
    sha256          text        not null,
    primary key (tenant_id, number)
);
create index audit_event_actor on audit_event (tenant_id, actor, number);
create index audit_event_action on audit_event (tenant_id, action, number);
create index audit_event_at on audit_event (tenant_id, at);
create index audit_event_targets on audit_event using gin (string_to_array(targets, E'\n'));

-- how many refused attempts a chain has recorded in a minute, and how many it only counted
create table audit_refusals (
    tenant_id  uuid        not null,
    stranger   boolean     not null,
    minute     timestamptz not null,
    recorded   integer     not null,
    suppressed bigint      not null,
    primary key (tenant_id, stranger)
);

-- heads of chains that the portal has signed
create table audit_checkpoint (
    tenant_id uuid        not null,
    number    bigint      not null,
    sha256    text        not null,
    at        timestamptz not null,
    key_id    text        not null,
    signature text        not null,
    primary key (tenant_id, number)
);

do $$
declare
    owned text;
begin
    foreach owned in array array['audit_chain', 'audit_event', 'audit_refusals', 'audit_checkpoint'] loop
        execute format('alter table %I enable row level security', owned);
        execute format('alter table %I force row level security', owned);
    end loop;
    foreach owned in array array['audit_chain', 'audit_event', 'audit_checkpoint'] loop
        execute format('create policy tenant on %I for select using (tenant_id = current_tenant())', owned);
        execute format('create policy installation on %I for select to tallygate_operator using (tenant_id = ''00000000-0000-0000-0000-000000000000'')', owned);
        execute format('grant select on %I to tallygate_app, tallygate_operator', owned);
    end loop;
end
$$;

-- the owner, as which the functions below run: it adds records and reads none
create policy writer on audit_chain to tallygate_owner using (true) with check (true);
create policy writer on audit_event for insert to tallygate_owner with check (true);
create policy writer on audit_refusals to tallygate_owner using (true) with check (true);
create policy writer on audit_checkpoint for insert to tallygate_owner with check (true);

-- whoever signs checkpoints sees all heads, and no record
create policy signer on audit_chain for select to tallygate_audit using (true);
create policy signer on audit_checkpoint for select to tallygate_audit using (true);
grant select on audit_chain, audit_checkpoint to tallygate_audit;

-- One field of what is hashed: its length in bytes, four of them with the highest first, and its UTF-8.
create function audit_field(value text) returns bytea
    language sql immutable strict
    return int4send(length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8');

-- Numbers a record, links it to the one before and adds it to its chain. The chain's row is locked until the commit, so a transaction
-- calls this last. What was done is recorded by the transaction that does it, in the chain of the tenant that it works for, or in the
-- installation's when it works for none; a refused attempt may be recorded in any.
create function record_audit_event(
    chain uuid, event_id uuid, kind text, who text, who_name text, token text, came_from text, request text, verb text,
    result text, why text, touched text, what text, sealed text)
returns table (new_number bigint, new_at timestamptz, new_sha256 text)
    language plpgsql security definer set search_path = portal, pg_temp as $$
declare
    head audit_chain;
    hash text;
begin
    if result <> 'refused' and chain is distinct from coalesce(current_tenant(), '00000000-0000-0000-0000-000000000000') then
        raise exception 'a record of tenant % in a transaction of another', chain using errcode = 'insufficient_privilege';
    end if;
    insert into audit_chain (tenant_id) values (chain) on conflict do nothing;
    select * into strict head from audit_chain c where c.tenant_id = chain for update;
    head.number := head.number + 1;
    -- a clock that was set back does not turn time around
    head.at := greatest(head.at, clock_timestamp());
    hash := encode(sha256(
        audit_field('tallygate audit record 1') || audit_field(chain::text) || audit_field(head.number::text)
        || audit_field(((extract(epoch from head.at) * 1000000)::bigint)::text) || audit_field(event_id::text)
        || audit_field(kind) || audit_field(who) || audit_field(who_name) || audit_field(token) || audit_field(came_from)
        || audit_field(request) || audit_field(verb) || audit_field(result) || audit_field(why) || audit_field(touched)
        || audit_field(what) || audit_field(sealed) || audit_field(head.sha256)), 'hex');
    insert into audit_event values (
        chain, head.number, head.at, event_id, kind, who, who_name, token, came_from, request, verb, result, why, touched, what, sealed,
        head.sha256, hash);
    update audit_chain c set number = head.number, at = head.at, sha256 = hash where c.tenant_id = chain;
    return query select head.number, head.at, hash;
end
$$;

-- Whether one more refused attempt may be recorded in this minute. What was only counted in an earlier minute is handed out once, to be
-- recorded as one record.
create function admit_audit_refusal(chain uuid, by_stranger boolean, ceiling integer)
returns table (admitted boolean, suppressed_before bigint)
    language plpgsql security definer set search_path = portal, pg_temp as $$
declare
    counted audit_refusals;
    now_minute timestamptz := date_trunc('minute', clock_timestamp());
begin
    insert into audit_refusals values (chain, by_stranger, now_minute, 0, 0) on conflict do nothing;
    select * into strict counted from audit_refusals r where r.tenant_id = chain and r.stranger = by_stranger for update;
    suppressed_before := 0;
    if counted.minute < now_minute then
        suppressed_before := counted.suppressed;
        counted.minute := now_minute;
        counted.recorded := 0;
        counted.suppressed := 0;
    end if;
    admitted := counted.recorded < ceiling;
    if admitted then
        counted.recorded := counted.recorded + 1;
    else
        counted.suppressed := counted.suppressed + 1;
    end if;
    update audit_refusals r set minute = counted.minute, recorded = counted.recorded, suppressed = counted.suppressed
    where r.tenant_id = chain and r.stranger = by_stranger;
    return next;
end
$$;

-- Hands out what earlier minutes have only counted, where no later attempt has done so.
create function take_suppressed_audit_refusals() returns table (chain uuid, suppressed_before bigint)
    language sql security definer set search_path = portal, pg_temp as $$
    with old as (
        select r.tenant_id, r.stranger, r.suppressed from audit_refusals r
        where r.suppressed > 0 and r.minute < date_trunc('minute', clock_timestamp()) order by r.tenant_id limit 1000 for update skip locked),
    cleared as (
        update audit_refusals r set suppressed = 0 from old where r.tenant_id = old.tenant_id and r.stranger = old.stranger)
    select old.tenant_id, sum(old.suppressed)::bigint from old group by old.tenant_id
$$;

create function keep_audit_checkpoint(chain uuid, signed_number bigint, signed_sha256 text, signed_at timestamptz, signer text, proof text)
returns void
    language sql security definer set search_path = portal, pg_temp as $$
    insert into audit_checkpoint values (chain, signed_number, signed_sha256, signed_at, signer, proof) on conflict do nothing
$$;

revoke all on function record_audit_event, admit_audit_refusal, take_suppressed_audit_refusals, keep_audit_checkpoint from public;
grant execute on function record_audit_event to tallygate_app, tallygate_directory, tallygate_operator, tallygate_audit;
grant execute on function admit_audit_refusal, take_suppressed_audit_refusals, keep_audit_checkpoint to tallygate_audit;
