package io.penstock.cli.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What the framework and the bundles are told at start. */
final class FrameworkProperties {
    /** How often the drop folder is looked at: a dropped bundle is seen within two looks, so well within a second. */
    private static final int DROP_POLL_MS = 200;

    private static final String LOGBACK = "conf/logback.xml";

    private FrameworkProperties() {
    }

    static Map<String, String> of(LaunchOptions options, Variant variant, boolean cleanCache, int startLevel) {
        Map<String, String> map = new TreeMap<>();
        map.put("org.osgi.framework.storage", options.data().resolve("cache").toString());
        map.put("org.osgi.framework.startlevel.beginning", Integer.toString(startLevel));
        if (cleanCache) {
            map.put("org.osgi.framework.storage.clean", "onFirstInit");
        }
        // The data folder's lock covers the cache.
        map.put("felix.cache.locking", "false");
        // A bundle gets only what it imports, never a class of the launcher by accident.
        map.put("felix.bootdelegation.implicit", "false");
        // What the component runtime says of our components goes under its own name, or debug for a module means its noise.
        map.put("ds.log.extension", "true");
        map.put("felix.cm.dir", options.data().resolve("config").toString());
        // Netty tells the JDK of its buffers by events, whose code the JDK makes and which uses classes of its own; and its
        // native epoll looks up the class of the JDK's files.
        map.put("org.osgi.framework.bootdelegation", "jdk.jfr.internal,jdk.jfr.internal.*,sun.nio.ch");
        // No socket is open to other machines unless someone asks for it.
        map.put("org.apache.felix.http.host", "127.0.0.1");
        logging(map, options);
        ours(map, options, variant);
        if (variant == Variant.FULL) {
            dropFolder(map, options, startLevel);
            // Without a terminal the shell would end at once, and the framework with it.
            map.put("gosh.args", "--nointeractive");
            // The console stays shut until its guard (bundle admin-console) is there, and the port until that opens it:
            // the console's own login has a default password.
            map.put("felix.webconsole.security.providers", "penstock");
            map.put("org.apache.felix.http.enable", "false");
        }
        map.putAll(options.properties());
        return map;
    }

    private static void logging(Map<String, String> map, LaunchOptions options) {
        Path own = options.home().resolve(LOGBACK);
        map.put("org.ops4j.pax.logging.logback.config.file",
                (Files.isRegularFile(own) ? own : options.dist().resolve(LOGBACK)).toString());
        // What the logging service itself says before it has read that file, and to whom it tells every line.
        map.put("org.ops4j.pax.logging.DefaultServiceLog.level", "WARN");
        map.put("org.ops4j.pax.logging.eventAdminEnabled", "false");
    }

    private static void ours(Map<String, String> map, LaunchOptions options, Variant variant) {
        map.put("io.penstock.mode", options.mode().word());
        map.put("io.penstock.variant", variant.word());
        map.put("io.penstock.dist", options.dist().toString());
        map.put("io.penstock.home", options.home().toString());
        map.put("io.penstock.data", options.data().toString());
        map.put("io.penstock.pipes", options.pipes().toString());
        map.put("io.penstock.plugins", options.plugins().toString());
        options.config().ifPresent(file -> map.put("io.penstock.config", file.toString()));
    }

    private static void dropFolder(Map<String, String> map, LaunchOptions options, int startLevel) {
        map.put("felix.fileinstall.dir", options.plugins().toString());
        map.put("felix.fileinstall.poll", Integer.toString(DROP_POLL_MS));
        map.put("felix.fileinstall.noInitialDelay", "true");
        map.put("felix.fileinstall.filter", "[^.].*\\.jar");
        map.put("felix.fileinstall.tmpdir", options.data().resolve("drop").toString());
        map.put("felix.fileinstall.start.level", Integer.toString(startLevel));
        map.put("felix.fileinstall.bundles.startTransient", "true");
        // Configurations come from penstock.toml and the console: nothing here may write them elsewhere.
        map.put("felix.fileinstall.enableConfigSave", "false");
        map.put("felix.fileinstall.log.level", "2");
    }
}
