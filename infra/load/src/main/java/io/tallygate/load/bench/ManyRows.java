package io.tallygate.load.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.load.subject.ControlApi;
import io.tallygate.load.subject.Database;
import java.io.IOException;
import java.util.UUID;

/// Ten thousand APIs, a thousand products and a hundred thousand applications with a key and a subscription each, in
/// the demo tenant. One of each is made through the control API and then copied by the database, column by column, so
/// that a copy is what the product itself would have written. Taken away at the end, and at the start of the next run
/// when this one was ended by force.
final class ManyRows implements AutoCloseable {
    static final int APIS = 10_000;
    static final int PRODUCTS = 1_000;
    static final int CONSUMERS = 20_000;
    static final int APPLICATIONS = 100_000;

    private static final String MARK = "many-rows";
    private static final String COPY = """
        insert into %1$s (%5$s) select %6$s from %1$s t, many_%3$s n,
            lateral jsonb_populate_record(t, %2$s) made where t.%4$s = ?\
        """;
    private static final String DOCUMENT = """
        {"openapi":"3.1.0","info":{"title":"many-rows","version":"1.0.0"},\
        "paths":{"/ping":{"get":{"operationId":"ping","responses":{"200":{"description":"Pong"}}}}}}\
        """;

    private final ControlApi control;
    private final Database database;

    ManyRows(ControlApi control, Database database) {
        this.control = control;
        this.database = database;
    }

    /// @return  the ids of one consumer and one application of many, by name: for lists below one of them
    void make() throws IOException, InterruptedException {
        forget();
        database.commit();
        numbers("api", APIS);
        numbers("product", PRODUCTS);
        numbers("consumer", CONSUMERS);
        numbers("application", APPLICATIONS);
        UUID api = made("/apis", named("document", DOCUMENT).put("slug", MARK).put("basePath", "/" + MARK));
        apis(api);
        database.commit();
        ObjectNode sold = named("slug", MARK);
        sold.putArray("apis").add(api.toString());
        UUID product = made("/products", sold);
        ObjectNode priced = named("slug", MARK);
        priced.putObject("unitPrice").put("amount", "0.01").put("currency", "EUR");
        UUID plan = made("/products/" + product + "/plans", priced);
        copy("billing.product", "product", product, "jsonb_build_object('id', n.id, 'slug', t.slug || '-' || n.n)");
        UUID consumer = made("/consumers", ControlApi.object().put("name", MARK));
        copy("portal.consumer", "consumer", consumer, "jsonb_build_object('id', n.id, 'name', t.name || ' ' || n.n)");
        applications(consumer, plan);
        settle();
    }

    private void settle() throws IOException {
        database.run("analyze");
        database.commit();
    }

    private void apis(UUID api) throws IOException {
        copy(
                "portal.api",
                "api",
                api,
                "jsonb_build_object('id', n.id, 'slug', t.slug || '-' || n.n, 'base_path', t.base_path || '-' || n.n,"
                        + " 'name', t.name || ' ' || n.n, 'version_id', n.other)");
        copy("portal.api_version", "api", "api_id", api, "jsonb_build_object('id', n.other, 'api_id', n.id)");
    }

    private void applications(UUID consumer, UUID plan) throws IOException, InterruptedException {
        UUID application = made(
                "/applications",
                ControlApi.object().put("consumer", consumer.toString()).put("name", MARK));
        UUID credential = made(
                "/applications/" + application + "/credentials",
                ControlApi.object().put("name", MARK));
        UUID subscription = made(
                "/subscriptions",
                ControlApi.object().put("application", application.toString()).put("plan", plan.toString()));
        database.run(
                "update many_application m set other = c.id from many_consumer c where c.n = 1 + m.n % ?", CONSUMERS);
        copy(
                "portal.application",
                "application",
                application,
                "jsonb_build_object('id', n.id, 'name', t.name || ' ' || n.n, 'consumer_id', n.other)");
        copy(
                "portal.credential",
                "application",
                credential,
                "jsonb_build_object('id', uuidv7(), 'application_id', n.id, 'consumer_id', n.other,"
                        + " 'sha256', encode(sha256(n.id::text::bytea), 'hex'))");
        copy(
                "billing.subscription",
                "application",
                subscription,
                "jsonb_build_object('id', uuidv7(), 'application_id', n.id, 'consumer_id', n.other)");
    }

    private void numbers(String name, int count) throws IOException {
        database.run(
                "create temporary table many_" + name
                        + " as select n, uuidv7() as id, uuidv7() as other from generate_series(1, ?) n",
                count);
    }

    private void copy(String table, String numbers, UUID template, String different) throws IOException {
        copy(table, numbers, "id", template, different);
    }

    /// @param by  the column that has the template's id
    private void copy(String table, String numbers, String by, UUID template, String different) throws IOException {
        String columns = database.columns(table);
        String made = "made." + columns.replace(", ", ", made.");
        database.run(COPY.formatted(table, different, numbers, by, columns, made), template);
    }

    private static ObjectNode named(String member, String value) {
        return ControlApi.object().put("name", MARK).put(member, value);
    }

    private UUID made(String path, JsonNode body) throws IOException, InterruptedException {
        return UUID.fromString(control.post(path, body).path("id").asText());
    }

    /// Only what carries the mark, and what hangs on it.
    private void forget() throws IOException {
        String applications = "(select id from portal.application where name like '" + MARK + "%')";
        database.run("delete from billing.subscription where application_id in " + applications);
        database.run("delete from portal.credential where application_id in " + applications);
        database.run("delete from portal.application where name like '" + MARK + "%'");
        database.run("delete from portal.consumer where name like '" + MARK + "%'");
        database.run("delete from billing.plan_version where plan_id in (select p.id from billing.plan p join"
                + " billing.product q on q.id = p.product_id where q.slug like '" + MARK + "%')");
        database.run("delete from billing.plan where slug = '" + MARK + "'");
        database.run("delete from billing.product where slug like '" + MARK + "%'");
        String apis = "(select id from portal.api where slug like '" + MARK + "%')";
        database.run("delete from portal.api_operation where version_id in (select id from portal.api_version where"
                + " api_id in " + apis + ")");
        database.run("with gone as (select id from portal.api where slug like '" + MARK + "%'), versions as"
                + " (delete from portal.api_version where api_id in (select id from gone))"
                + " delete from portal.api where id in (select id from gone)");
    }

    @Override
    public void close() throws IOException {
        forget();
        settle();
    }
}
