/** The record of every stream: who, where to, how much, how it ended. */
package io.penstock.tunnel.gateway.audit;
