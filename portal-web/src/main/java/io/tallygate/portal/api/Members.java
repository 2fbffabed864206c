package io.tallygate.portal.api;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.input.Reason;
import io.tallygate.portal.input.WrongInput;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a JSON object member by member and notes all that is wrong, each with its pointer, so that a
/// caller learns of everything at once. What was read is only to be used after [#refuseIfWrong], which also refuses
/// every member that nobody asked for: a misspelt one must not be passed over in silence.
public final class Members {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");

    private static final int MOST_UNKNOWN = 10;

    private final JsonObject object;
    private final String at;
    private final List<WrongInput.Member> wrong;
    private final Set<String> known = new HashSet<>();
    private final List<Members> nested = new ArrayList<>();

    public Members(JsonObject object) {
        this(object, "", new ArrayList<>());
    }

    private Members(JsonObject object, String at, List<WrongInput.Member> wrong) {
        this.object = object;
        this.at = at;
        this.wrong = wrong;
    }

    private Members nested(JsonObject inner, String place) {
        Members members = new Members(inner, at + "/" + place, wrong);
        nested.add(members);
        return members;
    }

    /// To be called once, on the whole body, after all of its members were asked for.
    public void refuseIfWrong() {
        noteUnknown();
        if (!wrong.isEmpty()) {
            throw new WrongInput(wrong);
        }
    }

    private void noteUnknown() {
        object.keySet().stream()
                .filter(member -> !known.contains(member))
                .limit(MOST_UNKNOWN)
                .forEach(member ->
                        note(member.replace("~", "~0").replace("/", "~1"), because("There is no such member here.")));
        nested.forEach(Members::noteUnknown);
    }

    private void note(String member, Reason reason) {
        wrong.add(new WrongInput.Member(at + "/" + member, reason));
    }

    private @Nullable JsonValue value(String member) {
        known.add(member);
        JsonValue value = object.get(member);
        return value == JsonValue.NULL ? null : value;
    }

    /// Empty when it is missing, which is noted.
    public String text(String member) {
        String text = optionalText(member);
        if (text == null) {
            if (value(member) == null) {
                note(member, because("Is required."));
            }
            return "";
        }
        return text;
    }

    public @Nullable String optionalText(String member) {
        return switch (value(member)) {
            case null -> null;
            case JsonString string -> wellFormed(member, string.getString());
            default -> {
                note(member, because("Must be a text."));
                yield null;
            }
        };
    }

    /// No database keeps a NUL, and half of a surrogate pair is no character.
    private String wellFormed(String member, String text) {
        boolean broken = text.indexOf(0) >= 0
                || text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (broken) {
            note(member, because("Must be made of whole characters, without NUL."));
        }
        return broken ? "" : text;
    }

    /// A nested object; null when it is missing.
    public @Nullable Members optionalObject(String member) {
        return switch (value(member)) {
            case null -> null;
            case JsonObject inner -> nested(inner, member);
            default -> {
                note(member, because("Must be an object."));
                yield null;
            }
        };
    }

    /// An object that its own schema is asked about; null when it is missing.
    public @Nullable JsonObject optionalJson(String member) {
        return switch (value(member)) {
            case null -> null;
            case JsonObject inner -> inner;
            default -> {
                note(member, because("Must be an object."));
                yield null;
            }
        };
    }

    public @Nullable Members object(String member) {
        if (value(member) == null) {
            note(member, because("Is required."));
        }
        return optionalObject(member);
    }

    /// Digits with at most 12 decimals, as a text, so that no reader on the way makes it a binary fraction;
    /// zero when wrong.
    public BigDecimal decimal(String member) {
        if (value(member) instanceof JsonNumber) {
            note(member, because("Must be a text with a decimal, such as \"0.002\"."));
            return BigDecimal.ZERO;
        }
        String text = text(member);
        if (DECIMAL.matcher(text).matches()) {
            return new BigDecimal(text);
        }
        if (!text.isEmpty() || value(member) instanceof JsonString) {
            note(
                    member,
                    text.startsWith("-")
                            ? because("Must not be negative.")
                            : because(
                                    "Must be digits with at most 12 before the point and 12 after it, such as 0.002."));
        }
        return BigDecimal.ZERO;
    }

    /// A whole number in the range; `least` when wrong.
    public long whole(String member, long least, long most) {
        switch (value(member)) {
            case null -> note(member, because("Is required."));
            case JsonNumber number
            when number.isIntegral()
                    && number.bigDecimalValue().compareTo(BigDecimal.valueOf(least)) >= 0
                    && number.bigDecimalValue().compareTo(BigDecimal.valueOf(most)) <= 0 -> {
                return number.bigDecimalValue().longValueExact();
            }
            default -> note(member, because("Must be a whole number from {0} to {1}.", least, most));
        }
        return least;
    }

    public List<UUID> ids(String member) {
        List<UUID> ids = new ArrayList<>();
        switch (value(member)) {
            case null -> note(member, because("Is required."));
            case JsonArray array -> {
                for (int index = 0; index < array.size(); index++) {
                    UUID id = id(array.get(index));
                    if (id == null) {
                        note(member + "/" + index, because("Must be an id."));
                    } else {
                        ids.add(id);
                    }
                }
            }
            default -> note(member, because("Must be a list of ids."));
        }
        return ids;
    }

    /// These may stand here though nobody reads them by this object: they are read elsewhere, or only ever told.
    public void passOver(Set<String> members) {
        known.addAll(members);
    }

    private static @Nullable UUID id(JsonValue value) {
        if (!(value instanceof JsonString text) || text.getString().length() != 36) {
            return null;
        }
        try {
            return UUID.fromString(text.getString());
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /// @return null when it is missing or wrong
    public @Nullable UUID optionalId(String member) {
        JsonValue value = value(member);
        if (value == null) {
            return null;
        }
        UUID id = id(value);
        if (id == null) {
            note(member, because("Must be an id."));
        }
        return id;
    }

    /// RFC 3339 with an offset.
    public @Nullable Instant optionalInstant(String member) {
        String text = optionalText(member);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException malformed) {
            note(member, because("Must be a time as in RFC 3339, such as 2026-11-25T10:00:00Z."));
            return null;
        }
    }

    /// Texts in their order; empty when it is missing.
    public List<String> optionalTexts(String member) {
        List<String> texts = new ArrayList<>();
        switch (value(member)) {
            case null -> {}
            case JsonArray array -> {
                for (int index = 0; index < array.size(); index++) {
                    if (array.get(index) instanceof JsonString text) {
                        texts.add(wellFormed(member + "/" + index, text.getString()));
                    } else {
                        note(member + "/" + index, because("Must be a text."));
                    }
                }
            }
            default -> note(member, because("Must be a list of texts."));
        }
        return texts;
    }

    /// Nested objects in their order; empty when it is missing.
    public List<Members> optionalObjects(String member) {
        List<Members> objects = new ArrayList<>();
        switch (value(member)) {
            case null -> {}
            case JsonArray array -> {
                for (int index = 0; index < array.size(); index++) {
                    if (array.get(index) instanceof JsonObject inner) {
                        objects.add(nested(inner, member + "/" + index));
                    } else {
                        note(member + "/" + index, because("Must be an object."));
                    }
                }
            }
            default -> note(member, because("Must be a list of objects."));
        }
        return objects;
    }

    /// @return null when it is missing or wrong
    public @Nullable Boolean optionalFlag(String member) {
        JsonValue value = value(member);
        if (value == null || value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return value == null ? null : value == JsonValue.TRUE;
        }
        note(member, because("Must be true or false."));
        return null;
    }

    public boolean has(String member) {
        return value(member) != null;
    }

    /// For a rule of the caller's own.
    public void refuse(String member, Reason reason) {
        note(member, reason);
    }
}
