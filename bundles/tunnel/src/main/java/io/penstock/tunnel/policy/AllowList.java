package io.penstock.tunnel.policy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which targets may be dialled. A target may, when a rule has the name that was asked for, or when a rule has the address
 * that is about to be dialled; guarded addresses (this machine, its link, groups) only when a rule for addresses, or the
 * name {@code localhost}, says so. Judging the address itself, after it was looked up and before it is dialled, is what
 * makes a name that changes its mind (DNS rebinding) harmless. Immutable.
 */
public final class AllowList {
    private static final String LOCALHOST = "localhost";

    private final List<AllowRule> rules;

    private AllowList(List<AllowRule> rules) {
        this.rules = rules;
    }

    /** Reads the rules; one that cannot be read is INVALID ({@code tunnel.allow}). */
    public static AllowList parse(List<String> rules) {
        return new AllowList(rules.stream().map(AllowRule::parse).toList());
    }

    /** Whether there is a reason to look the target's address up: without, nobody learns here what names exist. */
    public boolean mayResolve(TargetAddress target) {
        return names(target).findAny().isPresent() || ranges(target.port()).findAny().isPresent();
    }

    /** Whether this address may be dialled for this target. */
    public boolean allows(TargetAddress target, InetAddress dialled) {
        return rule(target, dialled).isPresent();
    }

    /** The rule by which this address may be dialled for this target, as it was written; empty when none does. */
    public Optional<String> rule(TargetAddress target, InetAddress dialled) {
        Optional<AllowRule.Range> range = ranges(target.port()).filter(rule -> rule.matches(dialled)).findFirst();
        if (range.isPresent()) {
            return range.map(AllowRule::text);
        }
        boolean guarded = GuardedRanges.meaning(dialled).isPresent();
        boolean local = target.host().text().equals(LOCALHOST) && dialled.isLoopbackAddress();
        return guarded && !local ? Optional.empty() : names(target).findFirst().map(AllowRule::text);
    }

    /**
     * Why the target is refused and what would allow it, for people on both ends. It says which of the agent's addresses a
     * name led to only where that is a guarded one.
     *
     * @param found the addresses that were not allowed; empty when none was looked up
     */
    public String refusal(TargetAddress target, List<InetAddress> found) {
        if (rules.isEmpty()) {
            return target + " is refused: this agent allows nothing yet; add \"" + target + "\" to allow in [tunnel]";
        }
        Optional<InetAddress> guarded = found.stream().filter(one -> GuardedRanges.meaning(one).isPresent()).findFirst();
        if (guarded.isPresent()) {
            InetAddress address = guarded.get();
            return target + " is refused: " + address.getHostAddress() + " is " + GuardedRanges.meaning(address).orElseThrow()
                    + "; to allow it nevertheless add \"" + shown(address) + ":" + target.port() + "\" to allow in [tunnel]";
        }
        return target + " is refused: this agent does not allow it; add \"" + target + "\" to allow in [tunnel]";
    }

    private static String shown(InetAddress address) {
        return address instanceof Inet4Address ? address.getHostAddress() : "[" + address.getHostAddress() + "]";
    }

    private Stream<AllowRule.Name> names(TargetAddress target) {
        return rules.stream().filter(AllowRule.Name.class::isInstance).map(AllowRule.Name.class::cast)
                .filter(rule -> target.host().address().isEmpty() && rule.ports().contains(target.port())
                        && rule.matches(target.host().text()));
    }

    private Stream<AllowRule.Range> ranges(int port) {
        return rules.stream().filter(AllowRule.Range.class::isInstance).map(AllowRule.Range.class::cast)
                .filter(rule -> rule.ports().contains(port));
    }
}
