package io.penstock.relay.server;

import io.penstock.core.error.PenstockException;
import io.penstock.core.net.Hosts;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.options.Options;
import java.util.ArrayList;
import java.util.List;

/** Finds options that bind but are not safe, or make no sense together. */
final class OptionCheck {
    private static final RelayOptions NOTHING_GIVEN = Options.of(RelayOptions.class).defaults().orThrow("relay");

    private OptionCheck() {
    }

    /** Of a pipe's own options; those of the table are known only where it is. */
    static List<OptionProblem> ofPipe(RelayOptions options) {
        if (options.address().isPresent()) {
            return ofListener(options);
        }
        return options.equals(NOTHING_GIVEN) ? List.of() : List.of(problem("address", "relay.address",
                "give an address too: without one, every option is taken from the table [relay-server]"));
    }

    /** Of what a listener is about to be made of. */
    static List<OptionProblem> ofListener(RelayOptions options) {
        List<OptionProblem> problems = new ArrayList<>();
        try {
            reach(options, options.listenAddress().host(), problems);
        } catch (PenstockException e) {
            problems.add(problem("address", e.code(), e.getMessage()));
        }
        certificates(options, problems);
        if (options.limits().perClient().bytes() > options.limits().bytesInFlight().bytes()) {
            problems.add(problem("limits", "relay.limits", "expected per-client to be at most bytes-in-flight"));
        }
        return problems;
    }

    private static void reach(RelayOptions options, String host, List<OptionProblem> problems) {
        problems.addAll(Hosts.plaintextProblem("address", host, options.tls().isPresent(), options.plaintext()));
        if (!Hosts.isLoopback(host) && !options.demandsProof()) {
            problems.add(problem("token", "relay.token", "an address beyond this machine needs a token, clients with "
                    + "their tokens, or tls with a client-ca"));
        }
    }

    private static void certificates(RelayOptions options, List<OptionProblem> problems) {
        if (options.certifiedNames() && !options.demandsCertificate()) {
            problems.add(problem("names-from-certificate", "relay.names",
                    "names-from-certificate needs tls with a client-ca"));
        }
    }

    private static OptionProblem problem(String key, String code, String message) {
        return new OptionProblem(List.of(key), code, message);
    }
}
