package io.penstock.core.admin;

import org.osgi.annotation.versioning.ProviderType;

/** Takes a command's answer. One thread at a time. */
@ProviderType
public interface AdminReply {
    /**
     * Sends one value at once: text, numbers, booleans, nulls, lists and maps (in their order) of such. A table is sent
     * as one map a row.
     *
     * @throws io.penstock.core.error.PenstockException CLOSED when the caller has gone
     */
    void send(Object value);
}
