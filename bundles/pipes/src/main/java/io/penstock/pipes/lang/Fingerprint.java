package io.penstock.pipes.lang;

import io.penstock.pipes.model.PipeDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A hash over what matters to the runtime: not over comments, formatting, description, labels or tests. */
final class Fingerprint {
    private final StringBuilder text = new StringBuilder();

    static String of(PipeDefinition pipe) {
        Fingerprint print = new Fingerprint();
        print.add(pipe.name());
        print.add(pipe.delivery().toString());
        print.add(pipe.deadLetters().toString());
        pipe.inputs().forEach(node -> {
            print.add("input", node.id(), node.plugin().name(), node.schedule().toString());
            print.value(node.plugin().options());
        });
        pipe.steps().forEach(node -> {
            print.add("step", node.id(), node.plugin().name(), node.from().toString(), node.onError().name());
            print.value(node.plugin().options());
        });
        pipe.outputs().forEach(node -> {
            print.add("output", node.id(), node.plugin().name(), node.from().toString(), node.onError().name(),
                    node.batch().toString(), node.retry().toString(), node.buffer().toString());
            print.value(node.plugin().options());
        });
        return print.hash();
    }

    private void add(String... parts) {
        for (String part : parts) {
            text.append(part.length()).append(':').append(part);
        }
    }

    private void value(Object value) {
        if (value instanceof Map<?, ?> map) {
            text.append('{');
            map.forEach((key, inner) -> {
                add(String.valueOf(key));
                value(inner);
            });
            text.append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            list.forEach(this::value);
            text.append(']');
        } else {
            add(value == null ? "" : value.getClass().getSimpleName(), String.valueOf(value));
        }
    }

    private String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
