package io.penstock.pipes.api;

import java.util.List;
import java.util.Map;

/**
 * What a pipe's text says of itself without being run. Immutable.
 *
 * @param plugins the names of the plugins it uses, each once, in its order; empty where the text has errors in the way
 */
public record PipeOutline(String name, String description, Map<String, String> labels, List<Param> params,
                          List<String> plugins) {
    /**
     * A parameter it declares.
     *
     * @param type {@code string}, {@code int}, … as declared
     */
    public record Param(String name, String type, boolean required, boolean hasDefault) {
    }
}
