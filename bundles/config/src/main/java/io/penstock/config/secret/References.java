package io.penstock.config.secret;

import io.penstock.core.error.PenstockException;
import io.penstock.core.secret.SecretProvider;
import io.penstock.core.secret.TextResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Fills in {@code ${NAME}}, {@code ${file:/path}} and {@code ${secret:provider/name#key}}. Thread-safe. */
public final class References implements TextResolver {
    /** The longest file a reference may name. */
    static final int MAX_FILE_BYTES = 64 * 1024;

    private final Map<String, String> environment;
    private final Function<String, Optional<SecretProvider>> providers;

    /** @param providers finds one by its name */
    public References(Map<String, String> environment, Function<String, Optional<SecretProvider>> providers) {
        this.environment = Map.copyOf(environment);
        this.providers = providers;
    }

    /** Whether what the text refers to should not be seen. */
    public static boolean isSensitive(String text) {
        return text.contains("${secret:") || text.contains("${file:");
    }

    @Override
    public String resolve(String text) {
        int next = text.indexOf("${");
        if (next < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (next >= 0) {
            if (next > from && text.charAt(next - 1) == '$') {
                out.append(text, from, next - 1).append("${");
                from = next + 2;
            } else {
                int end = text.indexOf('}', next);
                if (end < 0) {
                    throw invalid("a \"${\" without its \"}\"; write \"$${\" for a literal one");
                }
                out.append(text, from, next).append(lookUp(text.substring(next + 2, end)));
                from = end + 1;
            }
            next = text.indexOf("${", from);
        }
        return out.append(text, from, text.length()).toString();
    }

    private String lookUp(String reference) {
        if (reference.startsWith("file:")) {
            return file(reference.substring("file:".length()));
        }
        if (reference.startsWith("secret:")) {
            return secret(reference.substring("secret:".length()));
        }
        if (!reference.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw invalid("expected ${NAME}, ${file:/path} or ${secret:provider/name#key}, but found \"${"
                    + reference + "}\"");
        }
        return Optional.ofNullable(environment.get(reference))
                .orElseThrow(() -> invalid("the environment variable " + reference + " is not set"));
    }

    private static String file(String path) {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            // Not by its size: a device has none, and no end.
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw invalid("the file " + path + " is longer than " + MAX_FILE_BYTES + " bytes");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().replaceFirst("\\R\\z", "");
        } catch (IOException | InvalidPathException e) {
            throw invalid("the file " + path + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private String secret(String reference) {
        int slash = reference.indexOf('/');
        if (slash <= 0 || slash == reference.length() - 1) {
            throw invalid("expected ${secret:provider/name#key}, but found \"${secret:" + reference + "}\"");
        }
        String provider = reference.substring(0, slash);
        int hash = reference.indexOf('#', slash);
        String name = reference.substring(slash + 1, hash < 0 ? reference.length() : hash);
        Optional<String> key = hash < 0 ? Optional.empty() : Optional.of(reference.substring(hash + 1));
        return providers.apply(provider)
                .orElseThrow(() -> invalid("there is no secret provider \"" + provider + "\""))
                .secret(name, key)
                .orElseThrow(() -> invalid("there is no secret \"" + reference + "\"")).reveal();
    }

    private static PenstockException invalid(String message) {
        return PenstockException.invalid("config.reference", message);
    }
}
