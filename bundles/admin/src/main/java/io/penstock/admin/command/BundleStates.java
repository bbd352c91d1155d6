package io.penstock.admin.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** Bundles as rows for people. */
final class BundleStates {
    private static final String PLUGIN = "io.penstock.plugin";

    private BundleStates() {
    }

    static String of(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "ACTIVE";
            case Bundle.STARTING -> "STARTING";
            case Bundle.STOPPING -> "STOPPING";
            case Bundle.RESOLVED -> fragment(bundle) ? "ATTACHED" : "STOPPED";
            case Bundle.INSTALLED -> "UNRESOLVED";
            default -> "UNINSTALLED";
        };
    }

    static boolean fragment(Bundle bundle) {
        return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
    }

    static Map<String, Object> row(Bundle bundle) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", bundle.getBundleId());
        row.put("bundle", bundle.getSymbolicName());
        row.put("version", bundle.getVersion().toString());
        row.put("state", of(bundle));
        row.put("location", bundle.getLocation());
        return row;
    }

    /** One row for every plugin the bundle offers. */
    static List<Map<String, Object>> plugins(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null ? List.of()
                : revision.getDeclaredCapabilities(PLUGIN).stream().map(offer -> plugin(bundle, offer)).toList();
    }

    private static Map<String, Object> plugin(Bundle bundle, BundleCapability offer) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("kind", String.valueOf(offer.getAttributes().get("kind")));
        row.put("name", String.valueOf(offer.getAttributes().get("name")));
        row.put("bundle", bundle.getSymbolicName());
        row.put("version", bundle.getVersion().toString());
        row.put("state", of(bundle));
        return row;
    }
}
