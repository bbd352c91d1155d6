package io.penstock.control.server.http;

import io.penstock.control.api.ProblemCode;
import io.penstock.core.error.PenstockException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Percent-encoding and queries (RFC 3986), strictly. */
final class UriText {
    private static final int MAX_PARAMETERS = 50;
    private static final int HEX = 16;

    private UriText() {
    }

    /** {@code request.path} or {@code request.query} for what is no percent-encoding, no UTF-8, or holds a control character. */
    static String decoded(String text, boolean query) {
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = hex(text, i + 1);
                int low = hex(text, i + 2);
                if (high < 0 || low < 0) {
                    throw wrong(query);
                }
                bytes[length++] = (byte) (high * HEX + low);
                i += 2;
            } else if (c > 0x7e || c <= ' ') {
                throw wrong(query);
            } else {
                bytes[length++] = (byte) (c == '+' && query ? ' ' : c);
            }
        }
        return text(bytes, length, query);
    }

    private static int hex(String text, int at) {
        return at < text.length() ? Character.digit(text.charAt(at), HEX) : -1;
    }

    private static String text(byte[] bytes, int length, boolean query) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length)).toString();
            if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
                throw wrong(query);
            }
            return text;
        } catch (CharacterCodingException e) {
            throw wrong(query);
        }
    }

    private static PenstockException wrong(boolean query) {
        ProblemCode code = query ? ProblemCode.REQUEST_QUERY : ProblemCode.REQUEST_PATH;
        return PenstockException.invalid(code.code(), "the " + (query ? "query" : "path")
                + " is no percent-encoded UTF-8 without control characters");
    }

    /** The parameters of a query; one that comes twice is {@code request.query}. */
    static Map<String, String> query(String raw) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            int equal = part.indexOf('=');
            String name = decoded(equal < 0 ? part : part.substring(0, equal), true);
            String value = equal < 0 ? "" : decoded(part.substring(equal + 1), true);
            if (parameters.size() >= MAX_PARAMETERS || parameters.putIfAbsent(name, value) != null) {
                throw PenstockException.invalid(ProblemCode.REQUEST_QUERY.code(), parameters.containsKey(name)
                        ? "the parameter \"" + name + "\" comes twice" : "more than " + MAX_PARAMETERS + " parameters");
            }
        }
        return parameters;
    }
}
