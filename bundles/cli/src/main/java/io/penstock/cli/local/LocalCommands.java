package io.penstock.cli.local;

import io.penstock.cli.launch.LaunchOptions;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What bundles can do in the command's own process, without a runtime: classes that are {@link AdminCommand}s with a
 * constructor without parameters, found by the capability {@value #NAMESPACE} of their bundle's manifest, with the
 * attributes {@code name} and {@code class}. One thread.
 */
public final class LocalCommands {
    static final String NAMESPACE = "io.penstock.local.command";

    private final BundleJars jars;

    private LocalCommands(BundleJars jars) {
        this.jars = jars;
    }

    /** Those of a distribution. */
    public static LocalCommands of(LaunchOptions place) {
        return of(place.dist().resolve("bundles"), place.dist().resolve("system"));
    }

    static LocalCommands of(Path bundles, Path libraries) {
        return new LocalCommands(BundleJars.scan(List.of(bundles), libraries));
    }

    /**
     * Does it, as {@link AdminCommand#run} says.
     *
     * @throws PenstockException NOT_FOUND when no bundle can
     */
    public void run(String name, Map<String, Object> arguments, AdminReply reply) throws InterruptedException {
        command(name).run(arguments, reply);
    }

    private AdminCommand command(String name) {
        for (Path jar : jars.jars()) {
            for (CapabilityClause clause : BundleJars.capabilities(jar)) {
                if (clause.namespace().equals(NAMESPACE) && clause.attribute("name").equals(name)) {
                    return make(name, jar, clause.attribute("class"));
                }
            }
        }
        throw new PenstockException(ErrorKind.NOT_FOUND, "cli.no-bundle", "no bundle of this distribution can do " + name);
    }

    private AdminCommand make(String name, Path jar, String className) {
        try {
            return (AdminCommand) jars.make(jar, className);
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw new PenstockException(ErrorKind.BUG, "cli.unloadable",
                    name + " of " + jar + " cannot be loaded: " + PenstockException.describe(e), e);
        }
    }
}
