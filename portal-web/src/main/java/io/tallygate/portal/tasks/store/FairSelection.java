package io.tallygate.portal.tasks.store;

import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;

/// Which of the due work is taken next. The library would take the oldest, so a tenant with a thousand slow works would
/// keep everybody waiting. Here each tenant has a share of its own, counted over all portals, and a lane runs one work
/// at a time. What has no tenant is the installation's own and has no share.
public final class FairSelection extends PostgreSqlJdbcCustomization {
    private final int perTenant;

    public FairSelection(int perTenant) {
        super(true, false);
        this.perTenant = perTenant;
    }

    /// @param requiredAndCondition  the library's own, on `task_name`; its parameters follow `picked` and the time
    @Override
    public String createGenericSelectForUpdateQuery(
            String table, int limit, String requiredAndCondition, boolean orderByPriority) {
        return """
            with due as materialized (
              select task_name, task_instance, tenant_id, lane, execution_time,
                row_number() over (partition by tenant_id, task_name, coalesce(lane, task_instance)
                  order by execution_time, task_instance) as place_in_lane
              from %1$s where picked = ? and execution_time <= ? %2$s),
            running as materialized (select tenant_id, task_name, lane from %1$s where picked and tenant_id is not null),
            busy as (select tenant_id, count(*) as works from running group by tenant_id),
            fair as (
              select task_name, task_instance, d.tenant_id, coalesce(b.works, 0) + row_number() over (
                partition by d.tenant_id order by execution_time, task_instance) as place
              from due d left join busy b on b.tenant_id = d.tenant_id
              where place_in_lane = 1 and not exists (select from running r
                where r.tenant_id = d.tenant_id and r.task_name = d.task_name and r.lane = d.lane))
            select t.* from %1$s t join fair f using (task_name, task_instance)
            where not t.picked and (f.tenant_id is null or f.place <= %3$d)
            order by t.execution_time limit %4$d for update of t skip locked\
            """.formatted(table, requiredAndCondition, perTenant, limit);
    }
}
