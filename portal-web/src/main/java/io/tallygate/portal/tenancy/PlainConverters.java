package io.tallygate.portal.tenancy;

import org.hibernate.resource.beans.container.spi.BeanContainer;
import org.hibernate.resource.beans.container.spi.ContainedBean;
import org.hibernate.resource.beans.spi.BeanInstanceProducer;

/// Gives Hibernate its converters as plain objects. The server makes the entity manager factory before CDI is ready,
/// and
/// Hibernate would ask CDI for them at that moment; they inject nothing, so nothing is lost.
public final class PlainConverters implements BeanContainer {
    private record Plain<B>(Class<B> type, B instance) implements ContainedBean<B> {
        @Override
        public Class<B> getBeanClass() {
            return type;
        }

        @Override
        public B getBeanInstance() {
            return instance;
        }
    }

    @Override
    public <B> ContainedBean<B> getBean(Class<B> type, LifecycleOptions lifecycle, BeanInstanceProducer producer) {
        return new Plain<>(type, producer.produceBeanInstance(type));
    }

    @Override
    public <B> ContainedBean<B> getBean(
            String name, Class<B> type, LifecycleOptions lifecycle, BeanInstanceProducer producer) {
        return new Plain<>(type, producer.produceBeanInstance(name, type));
    }

    @Override
    public void stop() {
        // holds nothing
    }
}
