package io.penstock.pipes.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes pipes that somebody else keeps, the server say: a service, beside files and configurations. Who delivers keeps the
 * texts: after a restart of this runtime they are delivered again. Thread-safe.
 */
@ProviderType
public interface PipeDelivery {
    /**
     * What became of a text.
     *
     * @param name of the pipe it is the text of now; empty when it was refused and there was none before
     * @param fingerprint of what it asks for, to be looked for in {@link PipeStatus#fingerprint}; empty when it was refused
     * @param problem why it was refused: what its source ran before runs on
     */
    record Taken(Optional<String> name, Optional<String> fingerprint, Optional<String> problem) {
    }

    /**
     * Everything there is to say of a text with these values, with the plugins of this runtime; nothing runs. Besides what
     * lint has to say: {@code pipes.name-taken} when a pipe from elsewhere has the name.
     *
     * @param source what names the text, the same as in {@link #put}
     * @param params values for the parameters it declares
     */
    List<Finding> check(String text, String source, Map<String, ?> params);

    /** Runs a text, instead of the one its source had before. Returns when it is taken or refused; it starts later. */
    Taken put(String source, String text, Map<String, ?> params);

    /** Drains and stops what the source runs, for good; one that has none is left alone. Returns before it has stopped. */
    void remove(String source);

    /** Keeps what the source runs, now or later, from running, or no longer; apart from pausing by a person. */
    void hold(String source, boolean held);
}
