/** What {@code [tunnel-gateway]} holds. */
package io.penstock.tunnel.gateway.settings;
