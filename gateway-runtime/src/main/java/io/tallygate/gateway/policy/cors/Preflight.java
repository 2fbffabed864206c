package io.tallygate.gateway.policy.cors;

import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.RequestHead;
import org.jspecify.annotations.Nullable;

/// What a browser asks before a page of another origin may send its request (Fetch, 4.8): OPTIONS with Origin and
/// Access-Control-Request-Method.
public final class Preflight {
    static final FieldName ORIGIN = FieldName.of("Origin");
    static final FieldName REQUEST_METHOD = FieldName.of("Access-Control-Request-Method");

    private Preflight() {}

    /// @return  the method that it asks about; null: it is no preflight
    public static @Nullable String methodOf(RequestHead head) {
        if (!head.method().equals("OPTIONS")) {
            return null;
        }
        Fields fields = head.fields();
        int origin = fields.find(ORIGIN);
        int method = fields.find(REQUEST_METHOD);
        return origin < 0 || method < 0 || isEmpty(fields, origin) || isEmpty(fields, method)
                ? null
                : fields.valueAt(method);
    }

    private static boolean isEmpty(Fields fields, int place) {
        return fields.valueFrom(place) == fields.valueTo(place);
    }
}
