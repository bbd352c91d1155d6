package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * One wrong place. Lines and columns are those of a pipe's text, counted from 1.
 *
 * @param pointer JSON Pointer into the body, or the name of a parameter or header; empty for the whole
 * @param code stable
 * @param message what was found and what was expected
 * @param line in the text
 * @param column in the text
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FieldProblem(@JsonInclude(JsonInclude.Include.ALWAYS) String pointer, String code,
                           @JsonInclude(JsonInclude.Include.ALWAYS) String message, Optional<Integer> line,
                           Optional<Integer> column) {
    public FieldProblem {
        Given.text(pointer, "pointer", 0, 1_000);
        Given.text(code, "code", 1, 100);
        Given.text(message, "message", 0, 4_000);
        Given.withinIfAny(line, "line", 1, 10_000_000);
        Given.withinIfAny(column, "column", 1, 10_000_000);
    }

    /** A wrong place in a body. */
    public static FieldProblem of(String pointer, String code, String message) {
        return new FieldProblem(pointer, code, Problem.cut(message), Optional.empty(), Optional.empty());
    }

    /** A wrong place in the text of a pipe. */
    public static FieldProblem of(String pointer, String code, String message, int line, int column) {
        return new FieldProblem(pointer, code, Problem.cut(message), Optional.of(line), Optional.of(column));
    }
}
