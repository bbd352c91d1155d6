package io.penstock.pipes.lang;

import io.penstock.core.value.ByteSize;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a pipe is to run. Immutable.
 *
 * @param params values for parameters, stronger than their defaults; text is read as the parameter's type
 * @param agentName what {@code {{ agent.name }}} stands for
 * @param dataFolder what {@code {{ agent.data }}} stands for
 * @param maxInFlight what a pipe may have in memory that does not say so itself; empty for the language's default
 * @param assume whether a required parameter without a value gets a stand-in, as lint wants it, instead of an error
 */
public record Environment(Map<String, ?> params, String agentName, Path dataFolder, Optional<ByteSize> maxInFlight,
                          boolean assume) {
    /** Without a default of its own for what may be in memory. */
    public Environment(Map<String, ?> params, String agentName, Path dataFolder, boolean assume) {
        this(params, agentName, dataFolder, Optional.empty(), assume);
    }

    /** The same with other parameters set over these. */
    public Environment with(Map<String, ?> more) {
        Map<String, Object> both = new java.util.LinkedHashMap<>(params);
        both.putAll(more);
        return new Environment(both, agentName, dataFolder, maxInFlight, assume);
    }
}
