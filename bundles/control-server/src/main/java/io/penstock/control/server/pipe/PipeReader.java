package io.penstock.control.server.pipe;

import java.util.List;
import java.util.Map;

/** Understands the text of pipes; the server itself needs only little of it. Thread-safe. */
public interface PipeReader {
    /**
     * What a text declares.
     *
     * @param params by name; whether a value must be given
     */
    record Outline(String name, String description, Map<String, String> labels, List<Param> params, List<String> plugins) {
        /** A parameter it declares. */
        public record Param(String name, String type, boolean required, boolean hasDefault) {
        }
    }

    /** What lint has to say; as in the API. */
    @com.fasterxml.jackson.annotation.JsonInclude(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT)
    record Finding(int line, int column, String severity, String code, String message,
                   java.util.Optional<String> suggestion) {
        /** Whether the pipe cannot run. */
        public boolean error() {
            return severity.equals("error");
        }
    }

    /**
     * What a text declares.
     *
     * @throws io.penstock.core.error.PenstockException INVALID {@code pipes.invalid} where it cannot be read at all
     */
    Outline outline(String text);

    /** Everything there is to say of a text with these values. */
    List<Finding> lint(String text, Map<String, ?> params);

    /**
     * Its nodes and edges, as JSON: {@code {nodes: [{id, kind, plugin}], edges: [{from, to, port}]}}.
     *
     * @throws io.penstock.core.error.PenstockException INVALID {@code pipes.invalid} where it has errors
     */
    String graph(String text);
}
