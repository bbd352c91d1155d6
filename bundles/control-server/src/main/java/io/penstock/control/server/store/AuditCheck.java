package io.penstock.control.server.store;

import java.util.OptionalLong;

/**
 * What came of going through the audit.
 *
 * @param checked entries, the broken one included
 * @param firstBroken the number of the first entry that is missing or not what was written
 */
public record AuditCheck(long checked, OptionalLong firstBroken) {
    /** Whether all is as it was written. */
    public boolean valid() {
        return firstBroken.isEmpty();
    }
}
