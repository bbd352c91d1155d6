package io.penstock.cli.launch;

import io.penstock.cli.launch.DistributionBundles.Placed;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;

/** Starts the runtime in this JVM. One start per launcher; used by one thread. */
public final class Launcher {
    private final LaunchOptions options;
    private final Consumer<String> notices;

    private Launcher(LaunchOptions options, Consumer<String> notices) {
        this.options = options;
        this.notices = notices;
    }

    /**
     * Starts all bundles of the distribution, level by level, and returns when the last one was started. From then on
     * SIGTERM and SIGINT stop the runtime and SIGHUP makes it read its files again.
     *
     * @param notices takes lines for people about what went wrong but does not keep the runtime from running
     * @return the running framework: wait for its end with {@link LaunchedFramework#awaitStop}
     * @throws PenstockException CONFLICT ({@code launch.data-locked}) when another process runs on the data folder, its
     *         id in the message; DENIED when a folder cannot be used or an agent's bundle is not known; NOT_FOUND when
     *         this is no distribution
     */
    public static LaunchedFramework launch(LaunchOptions options, Consumer<String> notices) {
        return new Launcher(options, notices).launch();
    }

    /** The framework properties of a first start, for those who boot the bundles by other means. */
    public static Map<String, String> frameworkProperties(LaunchOptions options) {
        DistributionBundles bundles = DistributionBundles.of(options.dist());
        return FrameworkProperties.of(options, Variant.of(options.dist()), true, bundles.highestLevel());
    }

    private LaunchedFramework launch() {
        DistributionBundles bundles = DistributionBundles.of(options.dist());
        HomeFolder.prepare(options);
        DataLock lock = DataLock.claim(options.data());
        try {
            return start(bundles, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private LaunchedFramework start(DistributionBundles bundles, DataLock lock) {
        KnownHashes known = KnownHashes.read(options.dist().resolve("lib").resolve("bundles.sha256"));
        Variant variant = Variant.of(options.dist());
        CacheStamp stamp = CacheStamp.of(options, known);
        boolean fresh = !stamp.matches();
        ExecutorService worker = Workers.single("hashes");
        // Reading all jars takes a while; the framework may come up meanwhile, but starts no bundle before it is done.
        Future<?> checked = variant == Variant.AGENT
                ? worker.submit(() -> known.check(bundles.bundles().stream().map(Placed::jar).toList()))
                : worker.submit(() -> { });
        worker.shutdown();
        Framework framework = framework(variant, fresh, bundles.highestLevel());
        try {
            if (fresh) {
                stamp.remove();
            }
            framework.init();
            install(framework.getBundleContext(), bundles, fresh, stamp);
            await(checked);
            LaunchedFramework launched = new LaunchedFramework(framework, lock);
            // Before the first bundle starts: pipes that run already are to be stopped in order, too.
            obeySignals(launched);
            framework.start();
            tellWhatDidNotStart(framework);
            ClassArchive.ofProcess().ifPresent(ClassArchive::markWorthKeeping);
            return launched;
        } catch (BundleException | IOException e) {
            stopQuietly(framework);
            throw new PenstockException(ErrorKind.BUG, "launch.framework",
                    "the framework did not start: " + PenstockException.describe(e), e);
        } catch (PenstockException e) {
            stopQuietly(framework);
            throw e;
        }
    }

    private void obeySignals(LaunchedFramework launched) {
        Signals.on("TERM", () -> launched.stopOrHalt(notices));
        Signals.on("INT", () -> launched.stopOrHalt(notices));
        Signals.on("HUP", () -> launched.reload(notices));
        Runtime.getRuntime().addShutdownHook(Workers.thread("shutdown", launched::close));
    }

    private Framework framework(Variant variant, boolean fresh, int startLevel) {
        return ServiceLoader.load(FrameworkFactory.class, Launcher.class.getClassLoader()).findFirst()
                .orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND, "launch.no-framework",
                        "no OSGi framework on the class path; expected its jar in " + options.dist().resolve("lib")))
                .newFramework(FrameworkProperties.of(options, variant, fresh, startLevel));
    }

    /** On a cache that was kept, bundles are there already, and who stopped one wants it stopped. */
    private void install(BundleContext context, DistributionBundles bundles, boolean fresh, CacheStamp stamp)
            throws BundleException, IOException {
        if (!fresh) {
            return;
        }
        for (Placed placed : bundles.bundles()) {
            // By reference: the cache holds no copy of a jar that lies there anyway.
            Bundle bundle = context.installBundle("reference:" + placed.jar().toUri());
            if (bundle.getHeaders("").get("Fragment-Host") == null) {
                bundle.adapt(BundleStartLevel.class).setStartLevel(placed.level());
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
        }
        stamp.write();
    }

    private static void await(Future<?> checked) {
        try {
            checked.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PenstockException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PenstockException(ErrorKind.CLOSED, "launch.interrupted", "interrupted while starting", e);
        }
    }

    private void tellWhatDidNotStart(Framework framework) {
        // No context, or fewer bundles, when it was told to stop while it started.
        Bundle[] bundles = framework.getState() == Bundle.ACTIVE ? framework.getBundleContext().getBundles() : new Bundle[0];
        for (Bundle bundle : bundles) {
            boolean fragment = bundle.getHeaders("").get("Fragment-Host") != null;
            if (!fragment && bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING) {
                notices.accept("bundle " + bundle.getSymbolicName() + " " + bundle.getVersion() + " did not start"
                        + (bundle.getState() == Bundle.INSTALLED ? ": a package or capability it needs is missing" : ""));
            }
        }
    }

    private static void stopQuietly(Framework framework) {
        try {
            framework.stop();
            framework.waitForStop(LaunchedFramework.STOP_DEADLINE.toMillis());
        } catch (BundleException e) {
            // The failure that led here is the one to tell.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
