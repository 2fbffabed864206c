package io.tallygate.portal.console.web;

import java.util.ArrayList;
import java.util.List;

/// The way from a document to an invoice, and how far a tenant has come.
public record FirstSteps(List<Step> steps) {

    /// @param name  as in message keys
    /// @param path  where it is done, below `/console/{tenant}/`
    /// @param next  the first that is not done
    public record Step(String name, String path, boolean done, boolean next) {}

    /// @param imported   whether there is an API, of each kind of thing likewise
    static FirstSteps of(boolean imported, boolean published, boolean sold, boolean consumer, boolean billed) {
        List<Step> steps = new ArrayList<>();
        add(steps, "import", "apis/new", imported);
        add(steps, "publish", "apis", published);
        add(steps, "plan", "products", sold);
        add(steps, "consumer", "consumers", consumer);
        add(steps, "bill", "billing", billed);
        return new FirstSteps(List.copyOf(steps));
    }

    boolean finished() {
        return steps.stream().allMatch(Step::done);
    }

    private static void add(List<Step> steps, String name, String path, boolean done) {
        boolean next = !done && steps.stream().allMatch(Step::done);
        steps.add(new Step(name, path, done, next));
    }
}
