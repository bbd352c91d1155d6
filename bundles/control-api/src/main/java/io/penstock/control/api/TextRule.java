package io.penstock.control.api;

import io.penstock.core.error.PenstockException;
import java.util.Optional;
import java.util.regex.Pattern;

/** How ids, names and the like are written: the patterns of {@code openapi.yaml}, to which a test holds them. */
public enum TextRule {
    /** A UUID of version 7. */
    UUID("Uuid", "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", "a UUID of version 7 in lower case"),
    /** An agent's id. */
    AGENT_ID("AgentId", "(?!(?:bulk|facets)$)[A-Za-z0-9][A-Za-z0-9.-]{0,63}",
            "up to 64 letters, digits, dots and hyphens, a letter or digit first"),
    /** An agent's name. */
    AGENT_NAME("AgentName", "[A-Za-z0-9_-][A-Za-z0-9 _-]{0,29}",
            "up to 30 letters, digits, spaces (not first), hyphens and underscores"),
    /** A pipe's name, as the Pipe Language has it. */
    PIPE_NAME("PipeName", "[A-Za-z0-9_-]{1,64}", "up to 64 letters, digits, hyphens and underscores"),
    /** What type, platform and deployment may be. */
    FIELD("FieldText", "[^\\x00-\\x1f\\x7f]{1,64}", "up to 64 characters"),
    /** A tag's key. */
    TAG_KEY("", "[A-Za-z0-9][A-Za-z0-9._-]{0,62}", "up to 63 letters, digits, dots, hyphens and underscores"),
    /** A tag's value; a word's is empty. */
    TAG_VALUE("", "[^\\x00-\\x1f\\x7f]{0,128}", "up to 128 characters"),
    /** The name of a parameter, or the dotted key of a setting. */
    PARAMETER_KEY("ParameterKey", "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}",
            "up to 128 letters, digits, dots, hyphens and underscores"),
    /** A hash. */
    SHA256("Sha256", "[0-9a-f]{64}", "a SHA-256 in lower hexadecimal"),
    /** A key's id. */
    KID("Kid", "[0-9a-f]{16}", "16 lower hexadecimal digits"),
    /** A signature. */
    SIGNATURE("Signature", "[A-Za-z0-9+/]{86}==", "base64 of 64 bytes"),
    /** A public key. */
    PUBLIC_KEY("PublicKey", "[A-Za-z0-9+/]{43}=", "base64 of 32 bytes"),
    /** A version of software. */
    SOFTWARE_VERSION("SoftwareVersion", "[!-~]{1,64}", "a version"),
    /** An IP address, not looked at any closer. */
    ADDRESS("Address", "[0-9A-Fa-f:.%a-z]{2,64}", "an IP address"),
    /** A metric's name. */
    METRIC_NAME("MetricName", "[A-Za-z_:][A-Za-z0-9_:.]{0,199}", "a metric's name"),
    /** A request's id. */
    REQUEST_ID("RequestId", "[0-9A-Za-z-]{8,64}", "8 to 64 letters, digits and hyphens");

    private final String schema;
    private final Pattern pattern;
    private final String meaning;

    TextRule(String schema, String pattern, String meaning) {
        this.schema = schema;
        this.pattern = Pattern.compile(pattern);
        this.meaning = meaning;
    }

    /** Whether a text is written so. */
    public boolean holds(String text) {
        return pattern.matcher(text).matches();
    }

    /**
     * Gives the text back.
     *
     * @param field what to call it when it is wrong
     * @throws PenstockException INVALID {@code request.field}
     */
    public String checked(String text, String field) {
        if (!holds(Given.required(text, field))) {
            throw Given.wrong(field, meaning, text);
        }
        return text;
    }

    /** As {@link #checked}, for a text that may be absent. */
    public Optional<String> checkedIfAny(Optional<String> text, String field) {
        Given.required(text, field).ifPresent(present -> checked(present, field));
        return text;
    }

    /** The schema of {@code openapi.yaml} that has the same pattern; empty where that has it inside another. */
    String schema() {
        return schema;
    }

    String pattern() {
        return pattern.pattern();
    }
}
