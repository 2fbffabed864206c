/// The tables of gateway configuration: changes, groups, instances. Writers come as the tenant's role inside
/// the caller's transaction; readers come as `tallygate_feed`, which sees all tenants' configuration and
/// nothing else. Private to the room.
@NullMarked
package io.tallygate.portal.gatewayconfig.store;

import org.jspecify.annotations.NullMarked;
