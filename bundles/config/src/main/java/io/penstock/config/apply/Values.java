package io.penstock.config.apply;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Values of a configuration, compared by how people would write them: the form's "5" is the file's 5. */
final class Values {
    private Values() {
    }

    static String text(Object value) {
        if (value instanceof Collection<?> many) {
            return many.stream().map(Values::text).toList().toString();
        }
        if (value instanceof Object[] many) {
            return text(Arrays.asList(many));
        }
        return String.valueOf(value);
    }

    static boolean same(Object a, Object b) {
        return text(a).equals(text(b));
    }

    static boolean same(Map<String, Object> a, Map<String, Object> b) {
        return texts(a).equals(texts(b));
    }

    private static Map<String, String> texts(Map<String, Object> values) {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((key, value) -> texts.put(key, text(value)));
        return texts;
    }

    /** Changes every text within a value. */
    static Object mapTexts(Object value, UnaryOperator<String> change) {
        if (value instanceof String text) {
            return change.apply(text);
        }
        return value instanceof String[] many ? Arrays.stream(many).map(change).toArray(String[]::new) : value;
    }

    static String hash(Object value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text(value).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
