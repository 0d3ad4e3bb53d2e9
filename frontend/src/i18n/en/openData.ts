// The rest of these words comes with the pages: features/openData/words.
export default {
  nav: 'Open data',
  home: 'Public statistics, briefs and reports, for anybody to download and use.',
  open: 'See open data',
}
