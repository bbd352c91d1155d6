package io.penstock.tunnel.policy;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that mean something else on every machine, and so are reached only by whoever names them: a name that leads
 * there, or a range as wide as {@code 0.0.0.0/0}, does not.
 */
final class GuardedRanges {
    private static final List<Guarded> ALL = List.of(
            guarded("127.0.0.0/8", "the agent's own machine"), guarded("::1", "the agent's own machine"),
            guarded("0.0.0.0/8", "the agent's own machine"), guarded("::/96", "the agent's own machine"),
            guarded("169.254.0.0/16", "the agent's own link"), guarded("fe80::/10", "the agent's own link"),
            // Where clouds hand out a machine's credentials, beside 169.254.169.254.
            guarded("fd00:ec2::254", "a cloud's metadata service"), guarded("100.100.100.200", "a cloud's metadata service"),
            guarded("224.0.0.0/4", "a group of machines"), guarded("ff00::/8", "a group of machines"),
            guarded("255.255.255.255", "a group of machines"));

    private GuardedRanges() {
    }

    /** What the address means, if it is guarded. */
    static Optional<String> meaning(InetAddress address) {
        return ALL.stream().filter(guarded -> guarded.range().contains(address)).findFirst().map(Guarded::meaning);
    }

    /** Whether a rule for this range names the guarded address: it lies within the same guarded range. */
    static boolean names(AddressRange rule, InetAddress address) {
        return ALL.stream().filter(guarded -> guarded.range().contains(address))
                .allMatch(guarded -> guarded.range().contains(rule));
    }

    private static Guarded guarded(String range, String meaning) {
        return new Guarded(AddressRange.of(range), meaning);
    }

    private record Guarded(AddressRange range, String meaning) {
    }
}
