package io.tallygate.gateway.json;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.Frame;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An expression in JSONata that makes one JSON value of another. Used by all calls of its route at the same time.
public final class Mapping {
    private static final int MAX_TEXT = 16 << 10;
    /// An expression that calls functions of its own too deeply costs an event loop's stack.
    private static final int MAX_DEPTH = 150;

    private final Jsonata expression;

    private Mapping(Jsonata expression) {
        this.expression = expression;
    }

    /// @throws IllegalArgumentException  says, to a person, why this is no expression
    public static Mapping of(String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("an expression is at most " + MAX_TEXT + " characters long");
        }
        if (RegularExpressions.isIn(text)) {
            throw new IllegalArgumentException("an expression has no regular expressions: " + text);
        }
        Jsonata expression;
        try {
            expression = Jsonata.jsonata(text);
        } catch (RuntimeException wrong) {
            throw new IllegalArgumentException("no expression: " + text + " (" + wrong.getMessage() + ")", wrong);
        } catch (StackOverflowError deep) {
            throw new IllegalArgumentException("an expression that is nested too deeply", deep);
        }
        if (expression.getErrors() != null && !expression.getErrors().isEmpty()) {
            throw new IllegalArgumentException("no expression: " + text);
        }
        expression.setValidateInput(false); // it was read as JSON
        BoundedFunctions.putInto(expression);
        Mapping mapping = new Mapping(expression);
        mapping.tryOut();
        return mapping;
    }

    /// The first call must not pay for classes that are loaded, on an event loop.
    private void tryOut() {
        try {
            map(new LinkedHashMap<>(), Map.of(), MAX_TEXT);
        } catch (JsonFault fitsNothing) {
            // nor should it
        }
    }

    /// @param input      of [JsonText#plain]; not to be used again
    /// @param variables  by name, without the dollar; likewise
    /// @param maxBytes   of what comes out
    /// @return           JSON
    /// @throws JsonFault  when nothing comes out
    public byte[] map(@Nullable Object input, Map<String, @Nullable Object> variables, int maxBytes) {
        Frame frame = new Frame(null);
        variables.forEach(frame::bind);
        MappingBounds bounds = new MappingBounds(MAX_DEPTH);
        bounds.watch(frame);
        bounds.begin();
        Object made;
        try {
            made = expression.evaluate(input, frame);
        } catch (JsonFault bound) {
            throw bound;
        } catch (JException misfit) {
            throw fault(misfit);
        } catch (StackOverflowError deep) {
            throw new JsonFault(JsonFault.Kind.WORK, "it calls itself too deeply");
        } catch (RuntimeException misfit) {
            if (misfit.getCause() instanceof JsonFault bound) {
                throw bound;
            }
            throw new JsonFault(JsonFault.Kind.MISFIT, "it does not fit");
        } finally {
            MappingBounds.end();
        }
        return BoundedWriter.write(made, maxBytes);
    }

    private static JsonFault fault(JException misfit) {
        String code = String.valueOf(misfit.getError());
        return code.equals("D3137") || code.equals("D3141") // $error and $assert
                ? new JsonFault(JsonFault.Kind.SAID, String.valueOf(misfit.getMessage()))
                : new JsonFault(JsonFault.Kind.MISFIT, "it does not fit (" + code + ")");
    }
}
