// The access token lives here, in memory only: a reload loses it and the refresh cookie brings a new one.

let accessToken: string | null = null

export function currentToken(): string | null {
  return accessToken
}

export function keepToken(token: string | null): void {
  accessToken = token
}
