package io.penstock.core.secret;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Fills in {@code ${NAME}}, {@code ${file:/path}} and {@code ${secret:provider/name#key}}: a service of the
 * configuration bundle, also used by pipes. Two dollar signs before a brace stand for a literal one. Thread-safe.
 */
@ProviderType
public interface TextResolver {
    /**
     * The text with everything filled in. The result may hold secrets: it is never to be logged, shown or stored.
     *
     * @throws io.penstock.core.error.PenstockException INVALID, naming what is missing, never what was found
     */
    String resolve(String text);
}
