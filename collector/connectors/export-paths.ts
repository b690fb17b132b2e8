/** How exports of web CRMs look in an access log. Paths are of the products' sources; what a company changed takes `export_paths` of its own. */

/** By CRM: what the method, a blank, and the path with its query match. */
export const exportPaths: Readonly<Record<string, readonly RegExp[]>> = {
  dolibarr: [
    /^(GET|POST) \S*\/exports\/export\.php\?\S*action=builddoc/,
    /^GET \S*\/document\.php\?\S*modulepart=export/,
  ],
  // Its routes.json: `/Export` since 7, `/:controller/action/export` before; `/Export/:id/…` is about one that runs already.
  espocrm: [
    /^POST \S*\/api\/v1\/[A-Z]\w*\/action\/export\b/,
    /^POST \S*\/api\/v1\/Export\/?(?:\?\S*)?$/,
  ],
  suitecrm: [/^(GET|POST) \S*\/index\.php\?\S*entryPoint=export/],
  odoo: [/^POST \S*\/web\/export\/(csv|xlsx)\b/],
  vtiger: [/^(GET|POST) \S*\/index\.php\?(?=\S*module=)\S*action=ExportData/],
  // The last step of an export: the file is fetched. Newer ones by the controller crm.api.export, older ones by the list's own page.
  bitrix24: [
    /^(GET|POST) \S*\/bitrix\/services\/main\/ajax\.php\?\S*action=(?:bitrix(?::|%3A))?crm\.api\.export\.download\b/i,
    /^(GET|POST) \S*\/bitrix\/components\/bitrix\/crm\.\w+\.list\/stexport\.php\?\S*type=(csv|excel)/,
    /^(GET|POST) \S*\/crm\/(contact|company|lead|deal)\/\S*\?\S*type=(csv|excel)/,
  ],
}
