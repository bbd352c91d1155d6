package io.penstock.pipes.lang;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a pipe is to run. Immutable.
 *
 * @param params values for parameters, stronger than their defaults; text is read as the parameter's type
 * @param agentName what {@code {{ agent.name }}} stands for
 * @param dataFolder what {@code {{ agent.data }}} stands for
 * @param assume whether a required parameter without a value gets a stand-in, as lint wants it, instead of an error
 */
public record Environment(Map<String, ?> params, String agentName, Path dataFolder, boolean assume) {
    /** The same with other parameters set over these. */
    public Environment with(Map<String, ?> more) {
        Map<String, Object> both = new java.util.LinkedHashMap<>(params);
        both.putAll(more);
        return new Environment(both, agentName, dataFolder, assume);
    }
}
