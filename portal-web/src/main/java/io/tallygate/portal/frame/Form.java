package io.tallygate.portal.frame;

import io.tallygate.portal.input.Reason;
import io.tallygate.portal.input.WrongInput;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a person typed into a form and what was wrong with it, so that the page can show both again. A reading method
/// notes an error in the visitor's language and returns null (or an empty text); ask [#wrong] before using what it
/// read.
public final class Form {
    private static final Pattern WHOLE = Pattern.compile("\\d+|\\d{1,3}([.,'\u202f\u00a0 ])\\d{3}(\\1\\d{3})*");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,18}([.,]\\d+)?");
    private static final Pattern MAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
    private static final int LONGEST_MAIL = 254;
    private static final String VERSION = "version";

    private final Messages messages;
    private final Map<String, List<String>> values = new HashMap<>();
    private final List<Wrong> errors = new ArrayList<>();

    /// @param field  the input's name, or null when the whole form is meant
    public record Wrong(@Nullable String field, String message) {}

    public Form(Messages messages) {
        this.messages = messages;
    }

    public static Form of(HttpServletRequest request, Messages messages) {
        Form form = new Form(messages);
        request.getParameterMap().forEach((name, values) -> form.values.put(name, List.of(values)));
        return form;
    }

    public Form with(String name, @Nullable Object value) {
        values.put(name, value == null ? List.of() : List.of(value.toString()));
        return this;
    }

    public Form with(String name, Collection<?> all) {
        values.put(name, all.stream().map(Object::toString).toList());
        return this;
    }

    public String value(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        return all.isEmpty() ? "" : all.getFirst();
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /// Whether the form has such an input at all.
    public boolean has(String name) {
        return values.containsKey(name);
    }

    public boolean has(String name, Object value) {
        return all(name).contains(value.toString());
    }

    /// Whether the form was made for what is there now; when it was not, somebody was quicker and the whole form says
    /// so.
    /// @param version  of the thing as it is; the page put it into the form with [#forVersion]
    public boolean isFor(String version) {
        if (!value(VERSION).equals(version)) {
            reject(null, "frame.form.changed");
            return false;
        }
        return true;
    }

    public Form forVersion(String version) {
        return with(VERSION, version);
    }

    public boolean wrong() {
        return !errors.isEmpty();
    }

    public List<Wrong> errors() {
        return errors;
    }

    public @Nullable String error(String name) {
        return errors.stream()
                .filter(error -> name.equals(error.field))
                .map(Wrong::message)
                .findFirst()
                .orElse(null);
    }

    /// Ids for `aria-describedby`, or null when there is nothing to point at.
    public @Nullable String describedBy(String name, boolean hint) {
        String ids = Stream.of(hint ? name + "-hint" : "", error(name) != null ? name + "-wrong" : "")
                .filter(id -> !id.isEmpty())
                .collect(Collectors.joining(" "));
        return ids.isEmpty() ? null : ids;
    }

    public void reject(@Nullable String field, String key, Object... arguments) {
        say(field, messages.text(key, arguments));
    }

    /// @param field  null: the whole form
    public void refuse(@Nullable String field, Reason reason) {
        say(field, messages.text(reason));
    }

    private void say(@Nullable String field, String message) {
        if (field == null || error(field) == null) {
            errors.add(new Wrong(field, message));
        }
    }

    /// What a room refused, each part at the field of that name; of a document also the place inside of it.
    /// @param names  fields that are called otherwise here, by the first step of the pointer
    public void refused(WrongInput refusal, Map<String, String> names) {
        for (WrongInput.Member member : refusal.members()) {
            int inside = member.pointer().indexOf('#');
            String place = inside < 0 ? "" : member.pointer().substring(inside) + ": ";
            String path = inside < 0 ? member.pointer() : member.pointer().substring(0, inside);
            String[] steps = path.split("/", 3);
            String step = steps.length < 2 ? "" : steps[1];
            String field = names.getOrDefault(step, step);
            boolean free = !field.isEmpty() && error(field) == null;
            say(free ? field : null, place + messages.text(member.reason()));
        }
    }

    public String required(String name, int longest) {
        String text = optional(name, longest);
        if (text.isEmpty()) {
            reject(name, "frame.form.required");
        }
        return text;
    }

    public String optional(String name, int longest) {
        String text = value(name).strip();
        if (text.codePointCount(0, text.length()) > longest) {
            reject(name, "frame.form.long", longest);
        }
        return text;
    }

    /// An id that the page itself put into a field.
    /// @return  null when there is none
    public @Nullable UUID id(String name) {
        try {
            return value(name).length() == 36 ? UUID.fromString(value(name)) : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    public String mail(String name) {
        String text = required(name, LONGEST_MAIL);
        if (!text.isEmpty() && !MAIL.matcher(text).matches()) {
            reject(name, "frame.form.mail");
        }
        return text;
    }

    /// A whole number; thousands may be grouped as in the visitor's language.
    public @Nullable Long wholeNumber(String name, long least, long most) {
        String text = value(name).strip();
        if (text.isEmpty()) {
            return null;
        }
        String digits = text.replaceAll("\\D", "");
        if (!WHOLE.matcher(text).matches() || digits.length() > 18) {
            reject(name, "frame.form.whole");
            return null;
        }
        long number = Long.parseLong(digits);
        if (number < least || number > most) {
            reject(name, "frame.form.between", least, most);
            return null;
        }
        return number;
    }

    /// A decimal with a point or a comma before its fraction; without grouping, which would be ambiguous.
    /// @param decimals  digits allowed after the point
    public @Nullable BigDecimal decimal(String name, int decimals, BigDecimal most) {
        String text = value(name).strip();
        if (text.isEmpty()) {
            reject(name, "frame.form.required");
            return null;
        }
        if (!DECIMAL.matcher(text).matches()) {
            reject(name, text.startsWith("-") ? "frame.form.negative" : "frame.form.decimal");
            return null;
        }
        BigDecimal number = new BigDecimal(text.replace(',', '.'));
        if (number.stripTrailingZeros().scale() > decimals) {
            reject(name, "frame.form.decimals", decimals);
            return null;
        }
        if (number.compareTo(most) > 0) {
            reject(name, "frame.form.most", most);
            return null;
        }
        return number;
    }
}
