# A collector: `docker build -t clientkeep .`
FROM node:24-bookworm-slim
WORKDIR /app
COPY . .
RUN node setup.mjs install && mkdir /data /node1 /node2 && chown node /data /node1 /node2
USER node
ENV CLIENTKEEP_DATA=/data
VOLUME /data
EXPOSE 8787
CMD ["node", "setup.mjs", "collector"]
