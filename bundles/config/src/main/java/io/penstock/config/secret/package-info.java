/** References in texts, and the two places secrets come from without any other bundle: files and the environment. */
package io.penstock.config.secret;
