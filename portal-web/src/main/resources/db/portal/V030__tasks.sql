-- Work for later, in the form that the task library (db-scheduler) knows; decision 0012. A tenant's work is called
-- `{tenant}/{lane}/{rest}` or `{tenant}/{rest}`: of one lane only one runs at a time, on whichever portal.
grant usage on schema portal to tallygate_tasks;

create table scheduled_task (
    task_name            text        not null check (length(task_name) between 1 and 100),
    task_instance        text        not null check (length(task_instance) between 1 and 300),
    task_data            bytea       check (length(task_data) <= 65536),
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    tenant_id            uuid generated always as (
        case when task_instance ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/' then left(task_instance, 36)::uuid end) stored,
    lane                 text generated always as (
        case when task_instance ~ '^[0-9a-f-]{36}/.+/' then split_part(task_instance, '/', 2) end) stored,
    primary key (task_name, task_instance)
);
create index scheduled_task_due on scheduled_task (execution_time) where not picked;
create index scheduled_task_running on scheduled_task (tenant_id, last_heartbeat) where picked;
create index scheduled_task_tenant on scheduled_task (tenant_id, task_name, task_instance);
create unique index scheduled_task_lane on scheduled_task (tenant_id, task_name, lane) where picked and lane is not null;

alter table scheduled_task enable row level security;
alter table scheduled_task force row level security;
create policy tenant on scheduled_task using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create policy scheduler on scheduled_task to tallygate_tasks using (true) with check (true);
grant select, insert, delete on scheduled_task to tallygate_app;
grant select, insert, update, delete on scheduled_task to tallygate_tasks;
