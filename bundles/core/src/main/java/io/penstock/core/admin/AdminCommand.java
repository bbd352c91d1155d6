package io.penstock.core.admin;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something the {@code penstock} command can ask of a running agent: a service, called over the local admin socket,
 * whose caller has been checked. Thread-safe.
 */
@ConsumerType
public interface AdminCommand {
    /** Dotted, capability first: {@code pipes.list}, {@code config.diff}. */
    String name();

    /**
     * Does it. May block; is interrupted when the caller goes away.
     *
     * @param arguments plain values: text, numbers, booleans, lists, maps with text keys
     * @param reply takes the answer, one value after the other
     * @throws io.penstock.core.error.PenstockException reported to the caller with its kind and code
     */
    void run(Map<String, Object> arguments, AdminReply reply) throws InterruptedException;
}
