/** What brings events and people in and takes alerts out: connectors, people feeds and channels, how they are, each with a try. */
import { useQuery } from '@tanstack/react-query'
import { channelsQuery, connectorsQuery, feedsQuery } from '../admin-api.ts'
import { ChannelCard, Undelivered } from '../parts/channel-card.tsx'
import { ConnectorCard } from '../parts/connector-card.tsx'
import css from '../parts/coverage.module.css'
import { FeedCard } from '../parts/feed-card.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { t } from '../text.ts'

export default function ConnectionsPage() {
  const connectors = useQuery(connectorsQuery)
  const feeds = useQuery(feedsQuery)
  const channels = useQuery(channelsQuery)
  const code = (words: React.ReactNode) => <code>{words}</code>
  return (
    <div className="page">
      <h1>{t('nav.connections')}</h1>
      <section className={css.section} aria-labelledby="in">
        <h2 id="in">{t('admin.connections.in')}</h2>
        <p>{t('admin.connections.inText')}</p>
        <Loaded
          query={connectors}
          label={t('admin.connections.loading')}
          isEmpty={data => data.connectors.length === 0}
          empty={<p className="quiet">{t.rich('admin.connections.noConnector', { code })}</p>}
        >
          {data => (
            <div className={css.cards}>
              {data.connectors.map(connector => (
                <ConnectorCard key={connector.name} connector={connector} />
              ))}
            </div>
          )}
        </Loaded>
      </section>
      <section className={css.section} aria-labelledby="people">
        <h2 id="people">{t('admin.feeds.title')}</h2>
        <p>{t('admin.feeds.text')}</p>
        <Loaded
          query={feeds}
          label={t('admin.connections.loading')}
          isEmpty={data => data.feeds.length === 0}
          empty={<p className="quiet">{t.rich('admin.feeds.none', { code })}</p>}
        >
          {data => (
            <div className={css.cards}>
              {data.feeds.map(feed => (
                <FeedCard key={feed.name} feed={feed} />
              ))}
            </div>
          )}
        </Loaded>
      </section>
      <section className={css.section} aria-labelledby="out">
        <h2 id="out">{t('admin.connections.out')}</h2>
        <p>{t('admin.connections.outText')}</p>
        <Loaded
          query={channels}
          label={t('admin.connections.loading')}
          isEmpty={data => data.channels.length === 0}
          empty={<p className="quiet">{t.rich('admin.connections.noChannel', { code })}</p>}
        >
          {data => (
            <div className={css.cards}>
              {data.channels.map(channel => (
                <ChannelCard key={channel.name} channel={channel} />
              ))}
            </div>
          )}
        </Loaded>
        {channels.data && <Undelivered undelivered={channels.data.undelivered} />}
      </section>
    </div>
  )
}
