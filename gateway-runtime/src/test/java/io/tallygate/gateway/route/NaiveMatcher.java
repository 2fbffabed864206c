package io.tallygate.gateway.route;

import io.tallygate.gateway.route.PathPattern.Kind;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the package's documentation says, as plainly and as slowly as it can be said: asks every route, sorts those
/// that
/// answer. Shares with the table only the records that describe a route.
final class NaiveMatcher {
    private NaiveMatcher() {}

    private record Candidate(Route route, @Nullable HostPattern host, int index) {
        Conditions conditions() {
            return route.matches().get(index);
        }

        Kind kind() {
            String text = conditions().path().text();
            Kind kind = conditions().path().kind();
            return kind == Kind.TEMPLATE && !text.contains("{") ? Kind.EXACT : kind;
        }

        String text() {
            return conditions().path().text();
        }
    }

    static @Nullable Route match(Collection<Route> routes, AskedFor asked) {
        return candidates(routes, asked)
                .filter(each -> each.conditions().methods().isEmpty()
                        || each.conditions().methods().contains(asked.method()))
                .min(ORDER)
                .map(Candidate::route)
                .orElse(null);
    }

    static List<String> methodsAt(Collection<Route> routes, AskedFor asked) {
        TreeSet<String> methods = new TreeSet<>();
        candidates(routes, asked)
                .forEach(each -> methods.addAll(each.conditions().methods()));
        return List.copyOf(methods);
    }

    private static Stream<Candidate> candidates(Collection<Route> routes, AskedFor asked) {
        return routes.stream()
                .flatMap(route -> route.hosts().isEmpty()
                        ? Stream.of(new Candidate(route, null, 0))
                        : route.hosts().stream().map(host -> new Candidate(route, host, 0)))
                .flatMap(each -> Stream.iterate(0, i -> i + 1)
                        .limit(each.route().matches().size())
                        .map(i -> new Candidate(each.route(), each.host(), i)))
                .filter(each -> hostAnswers(each.host(), asked)
                        && pathAnswers(each, asked.requestPath().normalText())
                        && fieldsAnswer(each.conditions(), asked));
    }

    private static boolean hostAnswers(@Nullable HostPattern host, AskedFor asked) {
        if (host == null) {
            return true;
        }
        if (host.port() >= 0 && host.port() != asked.port()) {
            return false;
        }
        return host.wildcard()
                ? asked.host().endsWith(host.name())
                        && asked.host().length() > host.name().length()
                : asked.host().equals(host.name());
    }

    private static boolean pathAnswers(Candidate candidate, String path) {
        String text = candidate.text();
        return switch (candidate.kind()) {
            case EXACT -> path.equals(text);
            case PREFIX -> (path + "/").startsWith(text + "/");
            case REGEX -> Pattern.matches("(?:" + text + ")(?:/.*)?", path);
            case TEMPLATE ->
                Pattern.matches(
                        Stream.of(text.split("\\{[^}]*}", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining("[^/]+")),
                        path);
        };
    }

    private static boolean fieldsAnswer(Conditions conditions, AskedFor asked) {
        for (FieldCondition header : conditions.headers()) {
            String sent = asked.header(header.name());
            if (sent == null || Stream.of(sent.split(", ")).noneMatch(one -> isMet(header, one))) {
                return false;
            }
        }
        for (FieldCondition parameter : conditions.query()) {
            String query = asked.query();
            if (query == null
                    || !Stream.of(query.split("&"))
                            .filter(each -> each.startsWith(parameter.name() + "="))
                            .findFirst()
                            .filter(each -> isMet(parameter, each.substring(each.indexOf('=') + 1)))
                            .isPresent()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMet(FieldCondition condition, String value) {
        return condition.regex() == null ? condition.value().equals(value) : Pattern.matches(condition.value(), value);
    }

    private static final Comparator<Candidate> ORDER = Comparator.comparingInt(NaiveMatcher::hostRank)
            .thenComparing(each -> each.host() == null || each.host().port() < 0)
            .thenComparingInt(each -> -lead(each))
            .thenComparing(Candidate::kind)
            .thenComparing(NaiveMatcher::compareTemplates)
            .thenComparing(NaiveMatcher::compareRegexes)
            .thenComparing(each -> each.conditions().methods().isEmpty())
            .thenComparingInt(each -> -each.conditions().headers().size())
            .thenComparingInt(each -> -each.conditions().query().size())
            .thenComparing(each -> each.route().id().toString())
            .thenComparingInt(Candidate::index);

    private static int hostRank(Candidate candidate) {
        HostPattern host = candidate.host();
        return host == null
                ? Integer.MAX_VALUE
                : host.wildcard() ? 1_000 - host.name().length() : 0;
    }

    private static int lead(Candidate candidate) {
        String literal = switch (candidate.kind()) {
            case EXACT, PREFIX -> candidate.text();
            case TEMPLATE ->
                candidate
                        .text()
                        .substring(
                                0,
                                candidate
                                        .text()
                                        .lastIndexOf('/', candidate.text().indexOf('{')));
            case REGEX -> RegexLead.of(candidate.text());
        };
        return (int) literal.chars().filter(c -> c == '/').count();
    }

    private static int compareTemplates(Candidate a, Candidate b) {
        if (a.kind() != Kind.TEMPLATE) {
            return 0;
        }
        String[] left = a.text().split("/", -1);
        String[] right = b.text().split("/", -1);
        for (int i = 0; i < left.length; i++) {
            int order = Integer.compare(freedom(left[i]), freedom(right[i]));
            if (order == 0) {
                order = Integer.compare(right[i].indexOf('{'), left[i].indexOf('{'));
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int freedom(String segment) {
        int around = segment.indexOf('{') + segment.length() - segment.indexOf('}') - 1;
        return segment.contains("{") ? 1_000 - around : 0;
    }

    private static int compareRegexes(Candidate a, Candidate b) {
        if (a.kind() != Kind.REGEX) {
            return 0;
        }
        int order = Integer.compare(b.text().length(), a.text().length());
        return order == 0 ? a.text().compareTo(b.text()) : order;
    }
}
